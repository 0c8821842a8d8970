global using Xunit;

// Memory is measured for the whole process: one target at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
