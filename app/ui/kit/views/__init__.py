"""What pages show and nobody types into: tables, the law, timelines, facts, PDF pages, the route map."""
