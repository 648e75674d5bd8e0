package main

import (
	"fmt"
	"strconv"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// Points keeps how many loyalty points each customer has.
type Points struct{}

// Init has nothing to prepare: a customer without an entry has no points.
func (p *Points) Init(shim.ChaincodeStubInterface) *peer.Response {
	return shim.Success(nil)
}

// Invoke calls the function that the transaction names.
func (p *Points) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	name, args := stub.GetFunctionAndParameters()
	call, known := functions[name]
	if !known {
		return shim.Error(fmt.Sprintf("there is no function %q: use Earn, Spend or Balance", name))
	}
	if len(args) != len(call.parameters) {
		return shim.Error(fmt.Sprintf("%s takes %v, not %d arguments", name, call.parameters, len(args)))
	}
	balance, err := call.run(stub, args)
	if err != nil {
		return shim.Error(err.Error())
	}
	return shim.Success([]byte(strconv.FormatUint(balance, 10)))
}

type function struct {
	parameters []string
	run        func(stub shim.ChaincodeStubInterface, args []string) (uint64, error)
}

var functions = map[string]function{
	"Earn":    {[]string{"customer", "points"}, earn},
	"Spend":   {[]string{"customer", "points"}, spend},
	"Balance": {[]string{"customer"}, balance},
}

func earn(stub shim.ChaincodeStubInterface, args []string) (uint64, error) {
	points, err := parsePoints(args[1])
	if err != nil {
		return 0, err
	}
	before, err := balance(stub, args)
	if err != nil {
		return 0, err
	}
	after := before + points
	if after < before {
		return 0, fmt.Errorf("%s cannot have more than %d points", args[0], ^uint64(0))
	}
	return after, write(stub, args[0], after)
}

func spend(stub shim.ChaincodeStubInterface, args []string) (uint64, error) {
	points, err := parsePoints(args[1])
	if err != nil {
		return 0, err
	}
	before, err := balance(stub, args)
	if err != nil {
		return 0, err
	}
	if points > before {
		return 0, fmt.Errorf("%s has %d points and cannot spend %d", args[0], before, points)
	}
	return before - points, write(stub, args[0], before-points)
}

func balance(stub shim.ChaincodeStubInterface, args []string) (uint64, error) {
	key, err := keyOf(stub, args[0])
	if err != nil {
		return 0, err
	}
	bytes, err := stub.GetState(key)
	if err != nil {
		return 0, fmt.Errorf("reading the points of %s: %w", args[0], err)
	}
	if bytes == nil {
		return 0, nil
	}
	return strconv.ParseUint(string(bytes), 10, 64)
}

func write(stub shim.ChaincodeStubInterface, customer string, points uint64) error {
	key, err := keyOf(stub, customer)
	if err != nil {
		return err
	}
	return stub.PutState(key, []byte(strconv.FormatUint(points, 10)))
}

func keyOf(stub shim.ChaincodeStubInterface, customer string) (string, error) {
	if customer == "" {
		return "", fmt.Errorf("a customer needs a name")
	}
	return stub.CreateCompositeKey("points", []string{customer})
}

func parsePoints(text string) (uint64, error) {
	points, err := strconv.ParseUint(text, 10, 64)
	if err != nil || points == 0 {
		return 0, fmt.Errorf("points must be a whole number above 0, not %q", text)
	}
	return points, nil
}
