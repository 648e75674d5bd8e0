import { X509Certificate } from 'node:crypto';
import { discovery, gossip, msp, peer } from '@hyperledger/fabric-protos';
import type { Signer } from '../signer';
import type { CallOptions } from './call-options';
import type { FabricConnection } from './connection';
import { AccessDeniedError, ProtocolError } from './errors';
import { saysAccessDenied } from './grpc-errors';
import type { ClientOptions } from './peer-client';
import { EndorsersUnavailableError } from './transaction-errors';
import { serializedIdentity } from './transaction-context';

/** A peer as gossip knows it. */
export interface DiscoveredPeer {
  readonly mspId: string;
  /** `host:port` that it announces to other organizations (`peer.gossip.externalEndpoint`). */
  readonly endpoint: string;
  /** Its signing certificate in PEM. */
  readonly certificate: string;
  /** Ledger height on the channel, as last reported. */
  readonly ledgerHeight: number;
  /** Committed chaincodes that it can run; for those of the lifecycle, `version` is the sequence. */
  readonly chaincodes: readonly { readonly name: string; readonly version: string }[];
}

/** A channel's MSPs and orderers, as in `discovery.ConfigResult`. */
export interface DiscoveredConfig {
  /** MSP configuration by MSP id, encoded `msp.FabricMSPConfig`. */
  readonly msps: Readonly<Record<string, Uint8Array>>;
  /** `host:port` of the orderers by their MSP id. */
  readonly orderers: Readonly<Record<string, readonly string[]>>;
}

/** Which peers may endorse, as in `discovery.EndorsementDescriptor`. */
export interface EndorsementPlan {
  readonly chaincode: string;
  readonly groups: Readonly<Record<string, readonly DiscoveredPeer[]>>;
  /** Each alternative: how many peers of which group are enough. */
  readonly layouts: readonly Readonly<Record<string, number>>[];
}

/**
 * The discovery service of one peer (Fabric's `discovery/service.go`). It returns what that peer knows from gossip,
 * so a fresh channel may take some seconds to be complete.
 */
export class DiscoveryClient {
  readonly #connection: FabricConnection;
  readonly #signer: Signer;

  constructor({ connection, signer }: ClientOptions) {
    this.#connection = connection;
    this.#signer = signer;
  }

  /** The peers of the channel that this peer knows of, itself included, by MSP id and endpoint. */
  async peers(channel: string, options?: CallOptions): Promise<DiscoveredPeer[]> {
    const query = new discovery.Query();
    query.setPeerQuery(new discovery.PeerMembershipQuery());
    const members = (await this.#ask(channel, query, options)).getMembers();
    if (members === undefined) throw this.#unexpected('no members');
    return [...members.getPeersByOrgMap().entries()]
      .flatMap(([, group]) => group.getPeersList().map(toPeer))
      .sort((a, b) => compare(`${a.mspId} ${a.endpoint}`, `${b.mspId} ${b.endpoint}`));
  }

  async config(channel: string, options?: CallOptions): Promise<DiscoveredConfig> {
    const query = new discovery.Query();
    query.setConfigQuery(new discovery.ConfigQuery());
    const config = (await this.#ask(channel, query, options)).getConfigResult();
    if (config === undefined) throw this.#unexpected('no config');
    const msps = [...config.getMspsMap().entries()].map(([mspId, value]) => [mspId, value.serializeBinary()] as const);
    const orderers = [...config.getOrderersMap().entries()].map(([mspId, endpoints]) => {
      const addresses = endpoints.getEndpointList().map((at) => `${at.getHost()}:${String(at.getPort())}`);
      return [mspId, addresses] as const;
    });
    return { msps: Object.fromEntries(msps), orderers: Object.fromEntries(orderers) };
  }

  /**
   * The combinations of peers that satisfy a chaincode's endorsement policy.
   * @throws EndorsersUnavailableError while no combination of known peers does.
   */
  async endorsers(channel: string, chaincode: string, options?: CallOptions): Promise<EndorsementPlan> {
    const call = new peer.ChaincodeCall();
    call.setName(chaincode);
    const interest = new peer.ChaincodeInterest();
    interest.setChaincodesList([call]);
    const chaincodeQuery = new discovery.ChaincodeQuery();
    chaincodeQuery.setInterestsList([interest]);
    const query = new discovery.Query();
    query.setCcQuery(chaincodeQuery);
    const [descriptor] = (await this.#ask(channel, query, options)).getCcQueryRes()?.getContentList() ?? [];
    if (descriptor === undefined) throw this.#unexpected('no endorsement descriptor');
    return toPlan(descriptor);
  }

  async #ask(channel: string, query: discovery.Query, options?: CallOptions): Promise<discovery.QueryResult> {
    query.setChannel(channel);
    const request = await this.#signed(query);
    const response = await this.#connection.unary(discovery.DiscoveryService.discover, request, options);
    const [result] = response.getResultsList();
    if (result === undefined) throw this.#unexpected('no result');
    const error = result.getError();
    if (error !== undefined) throw this.#refusal(error.getContent());
    return result;
  }

  async #signed(query: discovery.Query): Promise<discovery.SignedRequest> {
    const authentication = new discovery.AuthInfo();
    authentication.setClientIdentity(serializedIdentity(this.#signer));
    const { tlsClientCertificateHash } = this.#connection;
    if (tlsClientCertificateHash !== undefined) authentication.setClientTlsCertHash(tlsClientCertificateHash);
    const request = new discovery.Request();
    request.setAuthentication(authentication);
    request.setQueriesList([query]);
    const signed = new discovery.SignedRequest();
    signed.setPayload(request.serializeBinary());
    signed.setSignature(await this.#signer.sign(signed.getPayload_asU8()));
    return signed;
  }

  #refusal(content: string): Error {
    return saysAccessDenied(content)
      ? new AccessDeniedError(this.#connection.address, content)
      : new EndorsersUnavailableError(content);
  }

  #unexpected(detail: string): ProtocolError {
    return new ProtocolError(this.#connection.address, `discovery gave ${detail}`);
  }
}

function toPlan(descriptor: discovery.EndorsementDescriptor): EndorsementPlan {
  const groups = [...descriptor.getEndorsersByGroupsMap().entries()].map(
    ([group, peers]) => [group, peers.getPeersList().map(toPeer)] as const,
  );
  return {
    chaincode: descriptor.getChaincode(),
    groups: Object.fromEntries(groups),
    layouts: descriptor
      .getLayoutsList()
      .map((layout) => Object.fromEntries(layout.getQuantitiesByGroupMap().entries())),
  };
}

function toPeer(found: discovery.Peer): DiscoveredPeer {
  const identity = msp.SerializedIdentity.deserializeBinary(found.getIdentity_asU8());
  const alive = gossipMessage(found.getMembershipInfo()).getAliveMsg();
  const properties = gossipMessage(found.getStateInfo()).getStateInfo()?.getProperties();
  return {
    mspId: identity.getMspid(),
    endpoint: alive?.getMembership()?.getEndpoint() ?? '',
    certificate: new X509Certificate(identity.getIdBytes_asU8()).toString(),
    ledgerHeight: properties?.getLedgerHeight() ?? 0,
    chaincodes: (properties?.getChaincodesList() ?? []).map((chaincode) => ({
      name: chaincode.getName(),
      version: chaincode.getVersion(),
    })),
  };
}

function gossipMessage(envelope: gossip.Envelope | undefined): gossip.GossipMessage {
  return gossip.GossipMessage.deserializeBinary(envelope?.getPayload_asU8() ?? new Uint8Array());
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
