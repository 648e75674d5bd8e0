// Command asset-transfer-go is a sample chaincode that peers call as a service.
package main

import (
	"log"
	"os"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-contract-api-go/v2/contractapi"
)

func main() {
	settings, err := readSettings(os.Getenv)
	if err != nil {
		log.Fatalf("asset-transfer-go: %v", err)
	}
	chaincode, err := contractapi.NewChaincode(&AssetTransfer{})
	if err != nil {
		log.Fatalf("asset-transfer-go: the contract cannot be served: %v", err)
	}
	server := &shim.ChaincodeServer{CCID: settings.id, Address: settings.address, CC: chaincode, TLSProps: settings.tls}
	log.Printf("asset-transfer-go: serving %s on %s", settings.id, settings.address)
	if err := server.Start(); err != nil {
		log.Fatalf("asset-transfer-go: %v", err)
	}
}
