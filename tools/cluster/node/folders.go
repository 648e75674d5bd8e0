package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"unsafe"
)

// openedFolders makes each new folder below one writable for all. Kubernetes' host-path provisioner creates a volume's
// folder for root only, and the kubelet does not apply fsGroup to it, so pods of other users could not write.
type openedFolders struct {
	path   string
	events int
}

func watchFolders(path string) (*openedFolders, error) {
	events, err := syscall.InotifyInit1(syscall.IN_CLOEXEC)
	if err != nil {
		return nil, err
	}
	if _, err := syscall.InotifyAddWatch(events, path, syscall.IN_CREATE|syscall.IN_ONLYDIR); err != nil {
		return nil, fmt.Errorf("%s cannot be watched: %w", path, err)
	}
	return &openedFolders{path: path, events: events}, nil
}

func (o *openedFolders) openAll() {
	buffer := make([]byte, 64*1024)
	for {
		size, err := syscall.Read(o.events, buffer)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "new volumes are no longer opened: %s\n", err)
			return
		}
		o.open(buffer[:size])
	}
}

func (o *openedFolders) open(events []byte) {
	for len(events) >= syscall.SizeofInotifyEvent {
		event := (*syscall.InotifyEvent)(unsafe.Pointer(&events[0]))
		end := syscall.SizeofInotifyEvent + int(event.Len)
		name := string(bytes.TrimRight(events[syscall.SizeofInotifyEvent:end], "\x00"))
		events = events[end:]
		if event.Mask&syscall.IN_ISDIR == 0 {
			continue
		}
		// A volume that was removed meanwhile needs nothing.
		if err := os.Chmod(filepath.Join(o.path, name), 0o777); err != nil && !os.IsNotExist(err) {
			fmt.Fprintf(os.Stderr, "volume %s stays closed: %s\n", name, err)
		}
	}
}
