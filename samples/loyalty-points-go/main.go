// Command loyalty-points-go is a sample chaincode written against Fabric's shim for Go, without the contract API.
package main

import (
	"log"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
)

func main() {
	if err := shim.Start(&Points{}); err != nil {
		log.Fatalf("loyalty-points-go: %v", err)
	}
}
