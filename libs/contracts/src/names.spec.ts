import { ChaincodeName, ChaincodeVersion, ChannelName, CollectionName } from './names';

describe('names', () => {
  it.each(['orders', 'a', 'my-channel.v2'])('accepts %s as a channel', (name) => {
    expect(ChannelName.safeParse(name).success).toBe(true);
  });
  it.each(['', 'Orders', '1st', 'a_b', 'a'.repeat(250), '../x'])('rejects %j as a channel', (name) => {
    expect(ChannelName.safeParse(name).success).toBe(false);
  });
  it.each(['asset-transfer', 'a', 'A_b-1'])('accepts %s as a chaincode', (name) => {
    expect(ChaincodeName.safeParse(name).success).toBe(true);
  });
  it.each(['', '-a', 'a--b', 'a__b', '_a', 'a.b', 'a'.repeat(65)])('rejects %j as a chaincode', (name) => {
    expect(ChaincodeName.safeParse(name).success).toBe(false);
  });
  it.each(['escc', 'vscc', 'lscc', 'qscc', 'cscc', '_lifecycle'])('rejects %s, which Fabric reserves', (name) => {
    expect(ChaincodeName.safeParse(name).error?.issues[0]?.message).toContain('belongs to Fabric itself');
  });
  it.each(['a', 'Org1MSPPrivateCollection', '-a', 'a__b', '9'])('accepts %s as a collection', (name) => {
    expect(CollectionName.safeParse(name).success).toBe(true);
  });
  it.each(['', '_c', '__c', '_implicit_org_Org1MSP', 'a.b', 'a b'])('rejects %j as a collection', (name) => {
    expect(CollectionName.safeParse(name).success).toBe(false);
  });
  it.each(['1.0', 'v1+build_2'])('accepts version %s', (version) => {
    expect(ChaincodeVersion.safeParse(version).success).toBe(true);
  });
  it.each(['', '1 0', '1/0'])('rejects version %j', (version) => {
    expect(ChaincodeVersion.safeParse(version).success).toBe(false);
  });
});
