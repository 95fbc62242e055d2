// One test at a time: several look at state that the process has once (the global random stream, the count of live tensors), and
// the machine's threads belong to the tests that start their own.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
