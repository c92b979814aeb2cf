"""The program around its pages: first window to last, the frame, the lock, faults, the log, the guided tour."""
