import { msp } from '@hyperledger/fabric-protos';
import type { MspMaterial, NodeOusDefinition, OrganizationDefinition, Pem } from '../definition/channel-definition';

const FABRIC_MSP_TYPE = 0;

export function pemBytes(pem: Pem): Uint8Array {
  return typeof pem === 'string' ? Buffer.from(pem) : pem;
}

/** The verifying MSP of an organization, as `msp/configbuilder.go` reads it from an MSP folder. */
export function mspConfigOf({ mspId, msp: material }: OrganizationDefinition): msp.MSPConfig {
  const config = new msp.MSPConfig();
  config.setType(FABRIC_MSP_TYPE);
  config.setConfig(fabricMspConfig(mspId, material).serializeBinary());
  return config;
}

function fabricMspConfig(mspId: string, material: MspMaterial): msp.FabricMSPConfig {
  const config = new msp.FabricMSPConfig();
  config.setName(mspId);
  config.setRootCertsList(material.rootCerts.map(pemBytes));
  config.setIntermediateCertsList((material.intermediateCerts ?? []).map(pemBytes));
  config.setAdminsList((material.admins ?? []).map(pemBytes));
  config.setRevocationListList((material.revocationList ?? []).map(pemBytes));
  config.setTlsRootCertsList(material.tlsRootCerts.map(pemBytes));
  config.setTlsIntermediateCertsList((material.tlsIntermediateCerts ?? []).map(pemBytes));
  config.setCryptoConfig(cryptoConfig());
  if (material.nodeOus !== null) config.setFabricNodeOus(nodeOus(material.nodeOus ?? {}, material.rootCerts[0]));
  return config;
}

function cryptoConfig(): msp.FabricCryptoConfig {
  const config = new msp.FabricCryptoConfig();
  config.setSignatureHashFamily('SHA2');
  config.setIdentityIdentifierHashFunction('SHA256');
  return config;
}

function nodeOus(definition: NodeOusDefinition, rootCert: Pem | undefined): msp.FabricNodeOUs {
  const certificate = definition.certificate === undefined ? rootCert : (definition.certificate ?? undefined);
  const identifier = (name: string): msp.FabricOUIdentifier => {
    const ou = new msp.FabricOUIdentifier();
    ou.setOrganizationalUnitIdentifier(name);
    if (certificate !== undefined) ou.setCertificate(pemBytes(certificate));
    return ou;
  };
  const ous = new msp.FabricNodeOUs();
  ous.setEnable(true);
  ous.setClientOuIdentifier(identifier(definition.clientOu ?? 'client'));
  ous.setPeerOuIdentifier(identifier(definition.peerOu ?? 'peer'));
  ous.setAdminOuIdentifier(identifier(definition.adminOu ?? 'admin'));
  ous.setOrdererOuIdentifier(identifier(definition.ordererOu ?? 'orderer'));
  return ous;
}
