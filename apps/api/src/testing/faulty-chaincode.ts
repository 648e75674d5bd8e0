import type { UploadedFile } from '@heddle/client';
import { goSample, tarGz } from './archives';

/** Common faults of chaincodes, each as a function. */
const FAULTS = `package main

import (
	"fmt"
	"log"
	"os"
	"time"

	"github.com/hyperledger/fabric-contract-api-go/v2/contractapi"
)

type Context = contractapi.TransactionContextInterface

func (c *AssetTransfer) Exit(code int) error {
	log.Printf("leaving with code %d", code)
	os.Exit(code)
	return nil
}

func (c *AssetTransfer) Panic(words string) error {
	panic(words)
}

func (c *AssetTransfer) Clock(ctx Context, key string) error {
	return ctx.GetStub().PutState(key, []byte(time.Now().Format(time.RFC3339Nano)))
}

func (c *AssetTransfer) Put(ctx Context, key string) error {
	values, err := ctx.GetStub().GetTransient()
	if err != nil {
		return err
	}
	return ctx.GetStub().PutState(key, values["value"])
}

func (c *AssetTransfer) Get(ctx Context, key string) (string, error) {
	value, err := ctx.GetStub().GetState(key)
	return string(value), err
}

func (c *AssetTransfer) Swap(ctx Context, key string, value string) error {
	if _, err := ctx.GetStub().GetState(key); err != nil {
		return err
	}
	return ctx.GetStub().PutState(key, []byte(value))
}

func (c *AssetTransfer) PutPrivate(ctx Context, collection string, key string) error {
	values, err := ctx.GetStub().GetTransient()
	if err != nil {
		return err
	}
	return ctx.GetStub().PutPrivateData(collection, key, values["value"])
}

func (c *AssetTransfer) GetPrivate(ctx Context, collection string, key string) (string, error) {
	value, err := ctx.GetStub().GetPrivateData(collection, key)
	return string(value), err
}

func (c *AssetTransfer) Length(text string) string {
	return fmt.Sprint(len(text))
}
`;

/** The Go sample with functions that fail in ways that users reported. */
export const faultyChaincode = (): Promise<UploadedFile> => goSample({ 'faults.go': FAULTS });

const NODE_FAULTS = `'use strict';

const { Contract } = require('fabric-contract-api');

class Faults extends Contract {
  async Exit(context, code) {
    console.log('leaving with code ' + code);
    process.exit(Number(code));
  }

  async Length(context, text) {
    return String(text.length);
  }
}

exports.contracts = [Faults];
`;

/** A project in JavaScript as written by Fabric's generators, with a function that exits its process. */
export const faultyNodeChaincode = async (): Promise<UploadedFile> => ({
  name: 'source.tar.gz',
  content: await tarGz({
    'package.json': JSON.stringify({
      name: 'faults',
      version: '1.0.0',
      main: 'index.js',
      scripts: { start: 'fabric-chaincode-node start' },
      dependencies: { 'fabric-contract-api': '2.5.8', 'fabric-shim': '2.5.8' },
    }),
    'index.js': NODE_FAULTS,
  }),
});
