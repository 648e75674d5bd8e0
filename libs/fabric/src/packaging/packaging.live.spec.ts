import { fabricProgram } from '@heddle/testing';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../testing/run-program';
import { createAuthorities } from '../testing/organization';
import { inTemporaryFolder } from '../testing/temporary-folder';
import { ccaasPackage } from './ccaas-package';
import { packageChaincode, readPackage } from './chaincode-package';
import { packageId } from './package-label';

it.each(['cc', 'asset-transfer_1.0+build.7', '9'])(
  'gives the package id that peer calculates for label %s',
  async (label) => {
    const { tlsCa } = await createAuthorities('org1.example.com');
    const bytes = await ccaasPackage({
      label,
      address: 'cc.example.com:9999',
      rootCertificate: tlsCa.certificate,
      metaInf: { 'statedb/couchdb/indexes/byOwner.json': '{"index":{"fields":["owner"]}}' },
    });
    expect(await calculatedPackageId(bytes)).toBe(packageId(label, bytes));
  },
);

it('gives the package id that peer calculates for a package of sources with long names', async () => {
  const path = `src/${'deep/'.repeat(40)}${'name'.repeat(30)}.go`;
  const bytes = await packageChaincode({ label: 'go_1', type: 'golang', path: 'x', files: { [path]: 'package main' } });
  expect(await calculatedPackageId(bytes)).toBe(packageId('go_1', bytes));
});

it('reads the package that peer creates', async () => {
  await inTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'package.json'), '{"name":"cc"}');
    const args = [
      'lifecycle',
      'chaincode',
      'package',
      'cc.tar.gz',
      '--lang',
      'node',
      '--path',
      folder,
      '--label',
      'node_1',
    ];
    await runProgram(fabricProgram('peer'), args, folder);
    const bytes = await readFile(join(folder, 'cc.tar.gz'));
    const { id, label, type, path, files } = await readPackage(bytes);
    expect({ label, type, path }).toEqual({ label: 'node_1', type: 'node', path: folder });
    expect(files.get('src/package.json')?.toString()).toBe('{"name":"cc"}');
    expect(id).toBe(await calculatedPackageId(bytes));
  });
});

async function calculatedPackageId(bytes: Uint8Array): Promise<string> {
  return inTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'package.tar.gz'), bytes);
    return (
      await runProgram(
        fabricProgram('peer'),
        ['lifecycle', 'chaincode', 'calculatepackageid', 'package.tar.gz'],
        folder,
      )
    ).trim();
  });
}
