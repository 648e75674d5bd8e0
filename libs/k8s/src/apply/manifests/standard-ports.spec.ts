import { CHAINCODE_PORTS, ORDERER_PORTS, PEER_PORTS } from '@heddle/topology';
import { standardPorts } from './standard-ports';

describe('ports on a cluster', () => {
  it("are Fabric's own by kind of node", () => {
    const ports = standardPorts([
      { node: 'orderer0', ports: ORDERER_PORTS },
      { node: 'peer0-org1', ports: PEER_PORTS },
      { node: 'basic-org1', ports: CHAINCODE_PORTS },
    ]);
    expect(ports).toEqual({
      orderer0: { grpc: 7050, admin: 9443, operations: 8443 },
      'peer0-org1': { grpc: 7051, chaincode: 7052, operations: 9443 },
      'basic-org1': { chaincode: 9999 },
    });
  });

  it('exist for no other name', () => {
    expect(() => standardPorts([{ node: 'x', ports: ['nonsense'] }])).toThrow('x has no standard port named nonsense');
  });
});
