package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-contract-api-go/v2/contractapi"
)

// ledger has the few calls that the contract makes.
type ledger struct {
	shim.ChaincodeStubInterface
	state  map[string][]byte
	events []string
}

func (l *ledger) GetState(key string) ([]byte, error)     { return l.state[key], nil }
func (l *ledger) PutState(key string, value []byte) error { l.state[key] = value; return nil }
func (l *ledger) DelState(key string) error               { delete(l.state, key); return nil }
func (l *ledger) SetEvent(name string, _ []byte) error    { l.events = append(l.events, name); return nil }

func arrange() (*AssetTransfer, *contractapi.TransactionContext, *ledger) {
	store := &ledger{state: map[string][]byte{}}
	ctx := &contractapi.TransactionContext{}
	ctx.SetStub(store)
	return &AssetTransfer{}, ctx, store
}

func TestAnAssetIsCreatedToldAndReadBack(t *testing.T) {
	contract, ctx, store := arrange()
	if _, err := contract.CreateAsset(ctx, "a1", "Ada", "blue", 5); err != nil {
		t.Fatal(err)
	}
	asset, err := contract.ReadAsset(ctx, "a1")
	if err != nil || *asset != (Asset{ID: "a1", Owner: "Ada", Colour: "blue", Size: 5}) {
		t.Errorf("got %+v, %v", asset, err)
	}
	if len(store.events) != 1 || store.events[0] != "AssetCreated" {
		t.Errorf("events: %v", store.events)
	}
	if !json.Valid(store.state["a1"]) {
		t.Errorf("state is not JSON: %s", store.state["a1"])
	}
}

func TestAnAssetIsRefused(t *testing.T) {
	contract, ctx, _ := arrange()
	if _, err := contract.CreateAsset(ctx, "a1", "Ada", "blue", 5); err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct {
		id, owner string
		size      int
		want      string
	}{
		"taken id":      {"a1", "Bob", 1, "already exists"},
		"empty id":      {"", "Bob", 1, "needs an id"},
		"empty owner":   {"a2", "", 1, "needs an owner"},
		"negative size": {"a2", "Bob", -1, "size must be"},
	}
	for name, c := range cases {
		if _, err := contract.CreateAsset(ctx, c.id, c.owner, "red", c.size); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: want %q, got %v", name, c.want, err)
		}
	}
}

func TestTransferTellsTheFormerOwner(t *testing.T) {
	contract, ctx, _ := arrange()
	if _, err := contract.CreateAsset(ctx, "a1", "Ada", "blue", 5); err != nil {
		t.Fatal(err)
	}
	former, err := contract.TransferAsset(ctx, "a1", "Bob")
	if err != nil || former != "Ada" {
		t.Errorf("got %q, %v", former, err)
	}
	if asset, err := contract.ReadAsset(ctx, "a1"); err != nil || asset.Owner != "Bob" {
		t.Errorf("got %+v, %v", asset, err)
	}
}

func TestADeletedAssetIsGone(t *testing.T) {
	contract, ctx, _ := arrange()
	if _, err := contract.CreateAsset(ctx, "a1", "Ada", "blue", 5); err != nil {
		t.Fatal(err)
	}
	if err := contract.DeleteAsset(ctx, "a1"); err != nil {
		t.Fatal(err)
	}
	if _, err := contract.ReadAsset(ctx, "a1"); err == nil || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("got %v", err)
	}
}

func TestTheContractCanBeServed(t *testing.T) {
	if _, err := contractapi.NewChaincode(&AssetTransfer{}); err != nil {
		t.Fatal(err)
	}
}
