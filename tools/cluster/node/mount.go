package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// mountFailed is mount(8)'s exit code for a mount that failed.
const mountFailed = 32

// mountFailure is what a mount helper writes to standard error.
type mountFailure string

func (m mountFailure) Error() string { return "mount.nfs: " + string(m) }

// systemMount handles every mount that is not NFS.
const systemMount = "/usr/bin/mount"

// mount replaces mount(8) in the kubelet's PATH. It provides `nfs:` volumes on a kernel without NFS and without an NFS
// server: SERVER:/PATH is the folder $HEDDLE_NFS_ROOT/SERVER/PATH of the machine, bind-mounted at the kubelet's target.
// The content is shared between pods and the machine; the protocol is not involved.
func mount(args []string) error {
	request, isNfs := parseNfs(args)
	if !isNfs {
		return syscall.Exec(systemMount, append([]string{"mount"}, args...), os.Environ())
	}
	if strings.HasPrefix(request.server, "unreachable") {
		timeout, err := time.ParseDuration(os.Getenv("HEDDLE_NFS_TIMEOUT"))
		if err != nil {
			return err
		}
		time.Sleep(timeout)
		return mountFailure("Connection timed out for " + request.source())
	}
	folder := filepath.Join(os.Getenv("HEDDLE_NFS_ROOT"), request.server, filepath.Clean("/"+request.path))
	if _, err := os.Stat(folder); err != nil {
		return mountFailure("mounting " + request.source() + " failed, reason given by server: No such file or directory")
	}
	return bind(folder, request)
}

type nfsRequest struct {
	server, path, target string
	readOnly             bool
}

func (r nfsRequest) source() string { return r.server + ":" + r.path }

// parseNfs reads the arguments as the kubelet writes them: -t TYPE -o OPTIONS SOURCE TARGET.
func parseNfs(args []string) (nfsRequest, bool) {
	at := slices.Index(args, "-t")
	if at < 0 || len(args) < at+4 || !slices.Contains([]string{"nfs", "nfs4"}, args[at+1]) {
		return nfsRequest{}, false
	}
	source, target := args[len(args)-2], args[len(args)-1]
	server, path, ok := strings.Cut(source, ":/")
	options := ""
	if at := slices.Index(args, "-o"); at >= 0 {
		options = args[at+1]
	}
	readOnly := slices.Contains(strings.Split(options, ","), "ro")
	return nfsRequest{server: server, path: "/" + path, target: target, readOnly: readOnly}, ok
}

func bind(folder string, request nfsRequest) error {
	if err := syscall.Mount(folder, request.target, "", syscall.MS_BIND, ""); err != nil {
		return mountFailure(request.source() + ": " + err.Error())
	}
	if !request.readOnly {
		return nil
	}
	// The kernel applies the flags of a bind mount only in a second step.
	return syscall.Mount("", request.target, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, "")
}
