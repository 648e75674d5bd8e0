package main

import (
	"os"
	"os/signal"
	"syscall"
)

// pause holds a pod's namespaces until it is asked to end. In a pod whose containers share a pid namespace it is
// process 1 and reaps orphaned processes.
func pause() {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGCHLD)
	for received := range signals {
		if received != syscall.SIGCHLD {
			return
		}
		for {
			pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil)
			if pid <= 0 && err != syscall.EINTR {
				break
			}
		}
	}
}
