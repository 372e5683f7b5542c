// Ends at once.
process.exitCode = 0;
