import type { SnippetSource } from './snippet-source';

const APPLICATION = `package main

import (
	"crypto/x509"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/hyperledger/fabric-gateway/pkg/client"
	"github.com/hyperledger/fabric-gateway/pkg/hash"
	"github.com/hyperledger/fabric-gateway/pkg/identity"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
)

func main() {
	kind, name, args := "evaluate", "org.hyperledger.fabric:GetMetadata", []string{}
	if len(os.Args) > 2 {
		kind, name, args = os.Args[1], os.Args[2], os.Args[3:]
	}

	certificate := must(identity.CertificateFromPEM(onlyFile(setting("CERT_DIRECTORY_PATH"))))
	privateKey := must(identity.PrivateKeyFromPEM(onlyFile(setting("KEY_DIRECTORY_PATH"))))
	connection := must(grpc.NewClient(setting("PEER_ENDPOINT"), grpc.WithTransportCredentials(serverTrust())))
	defer connection.Close()
	gateway := must(client.Connect(
		must(identity.NewX509Identity(setting("MSP_ID"), certificate)),
		client.WithSign(must(identity.NewPrivateKeySign(privateKey))),
		client.WithHash(hash.SHA256),
		client.WithClientConnection(connection),
	))
	defer gateway.Close()

	contract := gateway.GetNetwork(setting("CHANNEL_NAME")).GetContract(setting("CHAINCODE_NAME"))
	call := contract.EvaluateTransaction
	if kind == "submit" {
		call = contract.SubmitTransaction
	}
	fmt.Println(string(must(call(name, args...))))
}

func serverTrust() credentials.TransportCredentials {
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(must(os.ReadFile(setting("TLS_CERT_PATH")))) {
		log.Fatal("TLS_CERT_PATH holds no certificate")
	}
	return credentials.NewClientTLSFromCert(roots, setting("PEER_HOST_ALIAS"))
}

func setting(name string) string {
	value := os.Getenv(name)
	if value == "" {
		log.Fatalf("%s is not set: run \\". ./application.env\\" in the folder of the archive", name)
	}
	return value
}

func onlyFile(folder string) []byte {
	entries := must(os.ReadDir(folder))
	if len(entries) == 0 {
		log.Fatalf("there is no file in %s", folder)
	}
	return must(os.ReadFile(filepath.Join(folder, entries[0].Name())))
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
`;

const MODULE = `module application

go 1.24.0

require (
	github.com/hyperledger/fabric-gateway v1.10.0
	google.golang.org/grpc v1.76.0
)
`;

/** An application with Fabric's client for Go. */
export const goSnippet: SnippetSource = {
  language: 'go',
  path: 'go/main.go',
  files: { 'go/main.go': APPLICATION, 'go/go.mod': MODULE },
  run: 'cd go && go mod tidy\ngo run . evaluate org.hyperledger.fabric:GetMetadata',
};
