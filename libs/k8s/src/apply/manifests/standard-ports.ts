import type { AllocatedPorts, PortRequest } from '@heddle/runtime';

/** What only an orderer, only a peer and only a chaincode server listens on, and all numbers of such a node. */
const ORDERER = { grpc: 7_050, admin: 9_443, operations: 8_443 } as const;
const PEER = { grpc: 7_051, chaincode: 7_052, operations: 9_443 } as const;
const CHAINCODE_SERVER = { chaincode: 9_999 } as const;

function numbersFor(names: readonly string[]): Readonly<Record<string, number>> {
  if (names.includes('admin')) return ORDERER;
  return names.includes('grpc') ? PEER : CHAINCODE_SERVER;
}

/**
 * Port numbers as in Fabric's own documentation, by what a node listens on. Every pod and Service has its own address,
 * so they never clash.
 */
export function standardPorts(requests: readonly PortRequest[]): AllocatedPorts {
  return Object.fromEntries(requests.map(({ node, ports }) => [node, portsOf(node, ports)]));
}

function portsOf(node: string, names: readonly string[]): Readonly<Record<string, number>> {
  const numbers = numbersFor(names);
  return Object.fromEntries(
    names.map((name) => {
      const number = numbers[name];
      if (number === undefined) throw new RangeError(`${node} has no standard port named ${name}`);
      return [name, number];
    }),
  );
}
