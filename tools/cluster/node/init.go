package main

import (
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"
	"time"
)

const interfaceWait = 30 * time.Second

// runNode is process 1 of the node: it sets the node up, then starts and stops daemons on command until it is killed.
func runNode(configPath string) error {
	config, err := readConfig(configPath)
	if err != nil {
		return err
	}
	processes := newProcesses()
	if err := waitForInterface(config.Interface); err != nil {
		return err
	}
	for _, argv := range config.Setup {
		if err := runOnce(processes, argv); err != nil {
			return err
		}
	}
	opened, err := watchFolders(config.OpenFolders)
	if err != nil {
		return err
	}
	go opened.openAll()
	return serveControl(config.Control, newDaemons(processes, config))
}

func waitForInterface(name string) error {
	for deadline := time.Now().Add(interfaceWait); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if _, err := net.InterfaceByName(name); err == nil {
			return nil
		}
	}
	return fmt.Errorf("the interface %s did not appear within %s", name, interfaceWait)
}

func runOnce(processes *processes, argv []string) error {
	_, ended, err := processes.start(argv, os.Environ(), os.Stderr)
	if err != nil {
		return err
	}
	if status := <-ended; status != syscall.WaitStatus(0) {
		return fmt.Errorf("set-up failed (%s): %s", describe(status), strings.Join(argv, " "))
	}
	return nil
}
