package main

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"sync"
	"syscall"
)

// processes starts programs and collects every exit status in the node. Only process 1 can do this, because orphans
// such as containerd's shims become its children. os/exec is not used because it waits for its children itself.
type processes struct {
	mu      sync.Mutex
	waiting map[int]chan syscall.WaitStatus
}

func newProcesses() *processes {
	p := &processes{waiting: map[int]chan syscall.WaitStatus{}}
	childEnded := make(chan os.Signal, 1)
	signal.Notify(childEnded, syscall.SIGCHLD)
	go func() {
		for range childEnded {
			p.reap()
		}
	}()
	return p
}

// start runs a program; its exit status arrives on the channel, once.
func (p *processes) start(argv, env []string, output *os.File) (int, <-chan syscall.WaitStatus, error) {
	path, err := exec.LookPath(argv[0])
	if err != nil {
		return 0, nil, err
	}
	null, err := os.Open(os.DevNull)
	if err != nil {
		return 0, nil, err
	}
	defer null.Close()
	// A child that ends immediately is not reaped before it is registered here.
	p.mu.Lock()
	defer p.mu.Unlock()
	attributes := &syscall.ProcAttr{Env: env, Files: []uintptr{null.Fd(), output.Fd(), output.Fd()}}
	pid, err := syscall.ForkExec(path, argv, attributes)
	if err != nil {
		return 0, nil, fmt.Errorf("%s cannot be started: %w", path, err)
	}
	ended := make(chan syscall.WaitStatus, 1)
	p.waiting[pid] = ended
	return pid, ended, nil
}

func (p *processes) reap() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, syscall.WNOHANG, nil)
		if err == syscall.EINTR {
			continue
		}
		if pid <= 0 {
			return
		}
		if ended, ours := p.waiting[pid]; ours {
			delete(p.waiting, pid)
			ended <- status
		}
	}
}

func describe(status syscall.WaitStatus) string {
	if status.Signaled() {
		return "ended by " + status.Signal().String()
	}
	return fmt.Sprintf("exit code %d", status.ExitStatus())
}
