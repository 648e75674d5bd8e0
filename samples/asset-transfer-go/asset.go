package main

import (
	"encoding/json"
	"errors"
	"fmt"
)

// Asset is what every member of the channel may see. encoding/json writes fields in the order of their declaration,
// so every endorser computes the same bytes.
type Asset struct {
	ID     string `json:"id"`
	Owner  string `json:"owner"`
	Colour string `json:"colour"`
	Size   int    `json:"size"`
}

func (a Asset) check() error {
	switch {
	case a.ID == "":
		return errors.New("an asset needs an id")
	case a.Owner == "":
		return errors.New("an asset needs an owner")
	case a.Size < 0:
		return fmt.Errorf("size must be 0 or more, not %d", a.Size)
	}
	return nil
}

func (a Asset) encode() ([]byte, error) {
	return json.Marshal(a)
}
