package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// namespaces separate the node from the machine. When the first process of the pid namespace ends, the kernel ends all
// its processes and removes their mounts, network devices and firewall rules: this takes the cluster down.
const namespaces = syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWNET | syscall.CLONE_NEWUTS | syscall.CLONE_NEWIPC

// startNode starts the node in new namespaces, prints its process id on the machine, and returns.
func startNode(configPath string) error {
	config, err := readConfig(configPath)
	if err != nil {
		return err
	}
	log, err := os.OpenFile(filepath.Join(config.Logs, "node.log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	node := exec.Command(self, "init", configPath)
	node.Stdout, node.Stderr = log, log
	node.Dir = "/"
	node.SysProcAttr = &syscall.SysProcAttr{Cloneflags: namespaces, Setsid: true}
	if err := node.Start(); err != nil {
		return fmt.Errorf("the node's namespaces cannot be made: %w", err)
	}
	fmt.Println(node.Process.Pid)
	return node.Process.Release()
}
