package main

import (
	"fmt"
	"os"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
)

// serverSettings is where and how the chaincode listens.
type serverSettings struct {
	id      string
	address string
	tls     shim.TLSProperties
}

// readSettings takes the settings from the environment: CHAINCODE_ID and CHAINCODE_SERVER_ADDRESS, and unless
// CHAINCODE_TLS_DISABLED is "true" the files CHAINCODE_TLS_KEY, CHAINCODE_TLS_CERT and, to admit only peers that
// show a certificate, CHAINCODE_CLIENT_CA_CERT.
func readSettings(getenv func(string) string) (serverSettings, error) {
	settings := serverSettings{id: getenv("CHAINCODE_ID"), address: getenv("CHAINCODE_SERVER_ADDRESS")}
	if settings.id == "" {
		return settings, fmt.Errorf("CHAINCODE_ID is not set: it must be the package id that the peers installed")
	}
	if settings.address == "" {
		return settings, fmt.Errorf("CHAINCODE_SERVER_ADDRESS is not set: it must be host:port to listen on")
	}
	settings.tls.Disabled = getenv("CHAINCODE_TLS_DISABLED") == "true"
	if settings.tls.Disabled {
		return settings, nil
	}
	var err error
	if settings.tls.Key, err = readFile(getenv, "CHAINCODE_TLS_KEY"); err != nil {
		return settings, err
	}
	if settings.tls.Cert, err = readFile(getenv, "CHAINCODE_TLS_CERT"); err != nil {
		return settings, err
	}
	if getenv("CHAINCODE_CLIENT_CA_CERT") != "" {
		settings.tls.ClientCACerts, err = readFile(getenv, "CHAINCODE_CLIENT_CA_CERT")
	}
	return settings, err
}

func readFile(getenv func(string) string, variable string) ([]byte, error) {
	path := getenv(variable)
	if path == "" {
		return nil, fmt.Errorf("%s is not set: it must name a PEM file (or set CHAINCODE_TLS_DISABLED=true)", variable)
	}
	bytes, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", variable, err)
	}
	return bytes, nil
}
