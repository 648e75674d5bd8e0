package main

import (
	"bufio"
	"fmt"
	"net"
	"strings"
)

// serveControl accepts one command per connection, `start NAME` or `stop NAME`, and answers `ok` or an error. Only root
// can reach the socket, because other accounts cannot enter its folder.
func serveControl(path string, all *daemons) error {
	listener, err := net.Listen("unix", path)
	if err != nil {
		return err
	}
	for {
		connection, err := listener.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer connection.Close()
			line, err := bufio.NewReader(connection).ReadString('\n')
			if err != nil {
				return
			}
			fmt.Fprintln(connection, answer(strings.TrimSpace(line), all))
		}()
	}
}

func answer(line string, all *daemons) string {
	command, name, _ := strings.Cut(line, " ")
	var err error
	switch command {
	case "start":
		err = all.start(name)
	case "stop":
		err = all.stop(name)
	default:
		err = fmt.Errorf("there is no command %s", command)
	}
	if err != nil {
		return err.Error()
	}
	return "ok"
}
