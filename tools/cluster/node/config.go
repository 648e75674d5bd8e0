package main

import (
	"encoding/json"
	"os"
)

// nodeConfig is written by tools/cluster/node-config.ts, which holds all settings of the cluster.
type nodeConfig struct {
	// Interface is moved into the node by the process that started it; the setup waits for it.
	Interface string `json:"interface"`
	// Setup is run once, in order, before anything else: mounts, addresses, firewall.
	Setup [][]string `json:"setup"`
	// OpenFolders is a folder in which every new folder is made writable for all.
	OpenFolders string `json:"openFolders"`
	// Control is the path of the Unix socket that takes commands.
	Control string `json:"control"`
	// Logs is the folder with one file per daemon, and node.log for the node itself.
	Logs    string         `json:"logs"`
	Daemons []daemonConfig `json:"daemons"`
}

type daemonConfig struct {
	Name string   `json:"name"`
	Argv []string `json:"argv"`
	// Env is the whole environment.
	Env []string `json:"env"`
}

func readConfig(path string) (*nodeConfig, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	config := &nodeConfig{}
	return config, json.Unmarshal(text, config)
}
