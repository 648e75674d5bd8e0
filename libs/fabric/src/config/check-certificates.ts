import { X509Certificate } from 'node:crypto';
import type { MspMaterial, Pem } from './channel-definition';
import type { ChannelDefinitionProblem } from './channel-definition-error';
import { pemBytes } from './msp-config';

export function checkCertificate(pem: Pem, path: string): ChannelDefinitionProblem[] {
  return isCertificate(pem)
    ? []
    : [
        {
          code: 'certificate-invalid',
          path,
          message: 'this is not an X.509 certificate in PEM',
          remedy: 'Give the whole text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
        },
      ];
}

function isCertificate(pem: Pem): boolean {
  const bytes = Buffer.from(pemBytes(pem));
  if (!bytes.includes('-----BEGIN CERTIFICATE-----')) return false;
  try {
    return new X509Certificate(bytes).raw.length > 0;
  } catch {
    return false;
  }
}

export function checkMspMaterial(material: MspMaterial, path: string): ChannelDefinitionProblem[] {
  return [
    ...checkRequired(material.rootCerts, `${path}.rootCerts`),
    ...checkRequired(material.tlsRootCerts, `${path}.tlsRootCerts`),
    ...checkCertificates(material.intermediateCerts, `${path}.intermediateCerts`),
    ...checkCertificates(material.tlsIntermediateCerts, `${path}.tlsIntermediateCerts`),
    ...checkCertificates(material.admins, `${path}.admins`),
    ...(material.nodeOus?.certificate
      ? checkCertificate(material.nodeOus.certificate, `${path}.nodeOus.certificate`)
      : []),
  ];
}

function checkRequired(certificates: readonly Pem[], path: string): ChannelDefinitionProblem[] {
  if (certificates.length > 0) return checkCertificates(certificates, path);
  const remedy = 'Give the certificate of the CA that issued the organization’s certificates.';
  return [{ code: 'certificates-empty', path, message: 'there is no certificate', remedy }];
}

function checkCertificates(certificates: readonly Pem[] | undefined, path: string): ChannelDefinitionProblem[] {
  return (certificates ?? []).flatMap((pem, index) => checkCertificate(pem, `${path}.${index}`));
}
