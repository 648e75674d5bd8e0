package main

import (
	"encoding/json"
	"fmt"

	"github.com/hyperledger/fabric-contract-api-go/v2/contractapi"
)

// AssetTransfer keeps assets and who owns them.
type AssetTransfer struct {
	contractapi.Contract
}

// CreateAsset writes a new asset.
func (c *AssetTransfer) CreateAsset(ctx contractapi.TransactionContextInterface, id, owner, colour string, size int) (*Asset, error) {
	exists, err := c.AssetExists(ctx, id)
	if err != nil {
		return nil, err
	}
	if exists {
		return nil, fmt.Errorf("asset %s already exists", id)
	}
	asset := Asset{ID: id, Owner: owner, Colour: colour, Size: size}
	return &asset, c.write(ctx, asset, "AssetCreated")
}

// ReadAsset gives one asset.
func (c *AssetTransfer) ReadAsset(ctx contractapi.TransactionContextInterface, id string) (*Asset, error) {
	bytes, err := ctx.GetStub().GetState(id)
	if err != nil {
		return nil, fmt.Errorf("reading asset %s: %w", id, err)
	}
	if bytes == nil {
		return nil, fmt.Errorf("asset %s does not exist", id)
	}
	var asset Asset
	if err := json.Unmarshal(bytes, &asset); err != nil {
		return nil, fmt.Errorf("decoding asset %s: %w", id, err)
	}
	return &asset, nil
}

// AssetExists reports whether an asset exists.
func (c *AssetTransfer) AssetExists(ctx contractapi.TransactionContextInterface, id string) (bool, error) {
	bytes, err := ctx.GetStub().GetState(id)
	if err != nil {
		return false, fmt.Errorf("reading asset %s: %w", id, err)
	}
	return bytes != nil, nil
}

// TransferAsset changes the owner of the asset and returns the previous owner.
func (c *AssetTransfer) TransferAsset(ctx contractapi.TransactionContextInterface, id, owner string) (string, error) {
	asset, err := c.ReadAsset(ctx, id)
	if err != nil {
		return "", err
	}
	former := asset.Owner
	asset.Owner = owner
	return former, c.write(ctx, *asset, "AssetTransferred")
}

// DeleteAsset removes an asset.
func (c *AssetTransfer) DeleteAsset(ctx contractapi.TransactionContextInterface, id string) error {
	asset, err := c.ReadAsset(ctx, id)
	if err != nil {
		return err
	}
	if err := ctx.GetStub().DelState(id); err != nil {
		return fmt.Errorf("deleting asset %s: %w", id, err)
	}
	payload, err := asset.encode()
	if err != nil {
		return err
	}
	return ctx.GetStub().SetEvent("AssetDeleted", payload)
}

// GetAllAssets lists every asset, ordered by id.
func (c *AssetTransfer) GetAllAssets(ctx contractapi.TransactionContextInterface) ([]*Asset, error) {
	iterator, err := ctx.GetStub().GetStateByRange("", "")
	if err != nil {
		return nil, fmt.Errorf("listing assets: %w", err)
	}
	defer func() { _ = iterator.Close() }()
	assets := []*Asset{}
	for iterator.HasNext() {
		entry, err := iterator.Next()
		if err != nil {
			return nil, fmt.Errorf("listing assets: %w", err)
		}
		var asset Asset
		if err := json.Unmarshal(entry.Value, &asset); err != nil {
			return nil, fmt.Errorf("decoding asset %s: %w", entry.Key, err)
		}
		assets = append(assets, &asset)
	}
	return assets, nil
}

func (c *AssetTransfer) write(ctx contractapi.TransactionContextInterface, asset Asset, event string) error {
	if err := asset.check(); err != nil {
		return err
	}
	bytes, err := asset.encode()
	if err != nil {
		return err
	}
	if err := ctx.GetStub().PutState(asset.ID, bytes); err != nil {
		return fmt.Errorf("writing asset %s: %w", asset.ID, err)
	}
	return ctx.GetStub().SetEvent(event, bytes)
}
