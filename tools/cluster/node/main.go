// Command node holds the parts of the test cluster's node besides Kubernetes and containerd: the process that owns the
// node's namespaces, the pods' pause process, and the kubelet's mount command. It is a static program without
// dependencies, which builds in a second without a C compiler.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := dispatch(filepath.Base(os.Args[0]), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		var failure mountFailure
		if errors.As(err, &failure) {
			os.Exit(mountFailed)
		}
		os.Exit(1)
	}
}

func dispatch(program string, args []string) error {
	if program == "mount" {
		return mount(args)
	}
	switch {
	case len(args) == 1 && args[0] == "pause":
		pause()
		return nil
	case len(args) == 2 && args[0] == "start":
		return startNode(args[1])
	case len(args) == 2 && args[0] == "init":
		return runNode(args[1])
	}
	return fmt.Errorf("usage: node start|init FILE, node pause")
}
