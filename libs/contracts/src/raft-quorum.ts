/** How many consenters of a channel with etcdraft must be active to elect a leader and to write blocks. */
export const raftQuorum = (consenters: number): number => Math.floor(consenters / 2) + 1;

/** How many of them may fail. */
export const raftTolerates = (consenters: number): number => consenters - raftQuorum(consenters);
