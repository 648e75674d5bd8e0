// Command asset-transfer-go is a sample chaincode written with Fabric's contract API for Go.
package main

import (
	"log"

	"github.com/hyperledger/fabric-contract-api-go/v2/contractapi"
)

func main() {
	chaincode, err := contractapi.NewChaincode(&AssetTransfer{})
	if err != nil {
		log.Fatalf("asset-transfer-go: the contract cannot be served: %v", err)
	}
	if err := chaincode.Start(); err != nil {
		log.Fatalf("asset-transfer-go: %v", err)
	}
}
