module heddle.dev/tools/cluster/node

go 1.23
