package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

const restartPause = 300 * time.Millisecond

// daemons keeps the started programs running until they are stopped.
type daemons struct {
	processes *processes
	known     map[string]*daemon
}

func newDaemons(processes *processes, config *nodeConfig) *daemons {
	all := &daemons{processes: processes, known: map[string]*daemon{}}
	for _, one := range config.Daemons {
		all.known[one.Name] = &daemon{daemonConfig: one, log: filepath.Join(config.Logs, one.Name+".log")}
	}
	return all
}

func (d *daemons) start(name string) error {
	one, ok := d.known[name]
	if !ok {
		return fmt.Errorf("there is no daemon named %s", name)
	}
	one.mu.Lock()
	defer one.mu.Unlock()
	if one.stop != nil {
		return nil
	}
	log, err := os.OpenFile(one.log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	one.stop, one.stopped = make(chan struct{}), make(chan struct{})
	go one.keep(d.processes, log, one.stop, one.stopped)
	return nil
}

// stop kills the daemon as a crash would, and returns once it has ended.
func (d *daemons) stop(name string) error {
	one, ok := d.known[name]
	if !ok {
		return fmt.Errorf("there is no daemon named %s", name)
	}
	one.mu.Lock()
	defer one.mu.Unlock()
	if one.stop == nil {
		return nil
	}
	close(one.stop)
	<-one.stopped
	one.stop = nil
	return nil
}

type daemon struct {
	daemonConfig
	log string

	mu sync.Mutex
	// stop is closed to end the daemon, and stopped once it has ended; both are nil while it is not wanted.
	stop, stopped chan struct{}
}

// keep restarts the daemon whenever it ends by itself.
func (d *daemon) keep(processes *processes, log *os.File, stop <-chan struct{}, stopped chan<- struct{}) {
	defer close(stopped)
	defer log.Close()
	for {
		d.runUntil(processes, log, stop)
		select {
		case <-stop:
			return
		case <-time.After(restartPause):
		}
	}
}

func (d *daemon) runUntil(processes *processes, log *os.File, stop <-chan struct{}) {
	pid, ended, err := processes.start(d.Argv, d.Env, log)
	if err != nil {
		fmt.Fprintf(log, "== %s\n", err)
		return
	}
	select {
	case status := <-ended:
		fmt.Fprintf(log, "== %s: %s at %s\n", d.Name, describe(status), time.Now().Format(time.TimeOnly))
	case <-stop:
		// It may have ended meanwhile; its status is then already available.
		_ = syscall.Kill(pid, syscall.SIGKILL)
		<-ended
	}
}
