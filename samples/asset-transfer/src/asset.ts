import { Object as DataType, Property } from 'fabric-contract-api';

/** What every member of the channel may see of an asset. */
@DataType()
export class Asset {
  @Property()
  public id: string = '';

  @Property()
  public owner: string = '';

  @Property()
  public colour: string = '';

  @Property()
  public size: number = 0;
}

/** What only the members of the collection may see: its hash alone is in the channel's blocks. */
@DataType()
export class AssetPrivateDetails {
  @Property()
  public id: string = '';

  @Property()
  public appraisedValue: number = 0;
}

/**
 * Every endorser must compute the same bytes: keys in one order.
 */
export function encode(value: Asset | AssetPrivateDetails): Uint8Array {
  return Buffer.from(JSON.stringify(value, Object.keys(value).sort()));
}
