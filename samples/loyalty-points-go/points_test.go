package main

import (
	"strings"
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// ledger has the few calls that the chaincode makes.
type ledger struct {
	shim.ChaincodeStubInterface
	state map[string][]byte
	args  []string
}

func (l *ledger) GetFunctionAndParameters() (string, []string) { return l.args[0], l.args[1:] }
func (l *ledger) GetState(key string) ([]byte, error)          { return l.state[key], nil }
func (l *ledger) PutState(key string, value []byte) error      { l.state[key] = value; return nil }
func (l *ledger) CreateCompositeKey(kind string, parts []string) (string, error) {
	return kind + ":" + strings.Join(parts, ":"), nil
}

func newLedger() *ledger { return &ledger{state: map[string][]byte{}} }

func (l *ledger) call(args ...string) *peer.Response {
	l.args = args
	return (&Points{}).Invoke(l)
}

func TestPointsAreEarnedAndSpent(t *testing.T) {
	store := newLedger()
	for _, step := range []struct {
		args []string
		want string
	}{
		{[]string{"Balance", "Ada"}, "0"},
		{[]string{"Earn", "Ada", "30"}, "30"},
		{[]string{"Spend", "Ada", "12"}, "18"},
		{[]string{"Balance", "Ada"}, "18"},
		{[]string{"Balance", "Bob"}, "0"},
	} {
		response := store.call(step.args...)
		if response.GetStatus() != shim.OK || string(response.GetPayload()) != step.want {
			t.Errorf("%v: want %s, got %d %s %s", step.args, step.want, response.GetStatus(), response.GetPayload(), response.GetMessage())
		}
	}
}

func TestWrongCallsAreRefusedWithTheReason(t *testing.T) {
	for want, args := range map[string][]string{
		"there is no function":     {"Steal", "Ada", "1"},
		"takes [customer points]":  {"Earn", "Ada"},
		"above 0":                  {"Earn", "Ada", "-1"},
		"cannot spend 5":           {"Spend", "Ada", "5"},
		"needs a name":             {"Balance", ""},
		"more than 18446744073709": {"Earn", "Rich", "18446744073709551615"},
	} {
		store := newLedger()
		store.state["points:Rich"] = []byte("1")
		response := store.call(args...)
		if response.GetStatus() == shim.OK || !strings.Contains(response.GetMessage(), want) {
			t.Errorf("%v: want %q, got %d %q", args, want, response.GetStatus(), response.GetMessage())
		}
	}
}
