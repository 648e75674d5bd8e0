package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func environment(values map[string]string) func(string) string {
	return func(name string) string { return values[name] }
}

func TestSettingsNameTheVariableThatIsMissing(t *testing.T) {
	complete := map[string]string{"CHAINCODE_ID": "a:b", "CHAINCODE_SERVER_ADDRESS": "127.0.0.1:9999", "CHAINCODE_TLS_DISABLED": "true"}
	if _, err := readSettings(environment(complete)); err != nil {
		t.Fatalf("complete settings were refused: %v", err)
	}
	for _, name := range []string{"CHAINCODE_ID", "CHAINCODE_SERVER_ADDRESS", "CHAINCODE_TLS_DISABLED"} {
		rest := map[string]string{}
		for key, value := range complete {
			if key != name {
				rest[key] = value
			}
		}
		want := name
		if name == "CHAINCODE_TLS_DISABLED" {
			want = "CHAINCODE_TLS_KEY"
		}
		if _, err := readSettings(environment(rest)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("without %s: want an error that names %s, got %v", name, want, err)
		}
	}
}

func TestSettingsReadTheTLSFiles(t *testing.T) {
	folder := t.TempDir()
	values := map[string]string{"CHAINCODE_ID": "a:b", "CHAINCODE_SERVER_ADDRESS": "127.0.0.1:9999"}
	for _, name := range []string{"CHAINCODE_TLS_KEY", "CHAINCODE_TLS_CERT", "CHAINCODE_CLIENT_CA_CERT"} {
		values[name] = filepath.Join(folder, name)
		if err := os.WriteFile(values[name], []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	settings, err := readSettings(environment(values))
	if err != nil {
		t.Fatal(err)
	}
	tls := settings.tls
	if tls.Disabled || string(tls.Key) != "CHAINCODE_TLS_KEY" || string(tls.Cert) != "CHAINCODE_TLS_CERT" || string(tls.ClientCACerts) != "CHAINCODE_CLIENT_CA_CERT" {
		t.Errorf("TLS files were not read as they are: %+v", tls)
	}
}
