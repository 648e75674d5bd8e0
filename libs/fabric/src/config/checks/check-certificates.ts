import { X509Certificate } from 'node:crypto';
import type { MspMaterial, Pem } from '../definition/channel-definition';
import type { ChannelDefinitionProblem } from '../definition/channel-definition-error';
import { pemBytes } from '../groups/msp-config';

export function checkCertificate(pem: Pem, path: string): ChannelDefinitionProblem[] {
  return readCertificate(pem)
    ? []
    : [
        {
          code: 'certificate_invalid',
          path,
          message: 'this is not an X.509 certificate in PEM',
          remedy: 'Give the whole text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
        },
      ];
}

/** The certificate in the text, or undefined when there is none. */
export function readCertificate(pem: Pem): X509Certificate | undefined {
  const bytes = Buffer.from(pemBytes(pem));
  if (!bytes.includes('-----BEGIN CERTIFICATE-----')) return undefined;
  try {
    return new X509Certificate(bytes);
  } catch {
    return undefined;
  }
}

export function checkMspMaterial(material: MspMaterial, path: string): ChannelDefinitionProblem[] {
  return [
    ...checkRequired(material.rootCerts, `${path}.rootCerts`),
    ...checkRequired(material.tlsRootCerts, `${path}.tlsRootCerts`),
    ...checkAuthorities(material.intermediateCerts ?? [], `${path}.intermediateCerts`),
    ...checkAuthorities(material.tlsIntermediateCerts ?? [], `${path}.tlsIntermediateCerts`),
    ...checkCertificates(material.admins, `${path}.admins`),
    ...(material.nodeOus?.certificate
      ? checkCertificate(material.nodeOus.certificate, `${path}.nodeOus.certificate`)
      : []),
  ];
}

function checkRequired(certificates: readonly Pem[], path: string): ChannelDefinitionProblem[] {
  if (certificates.length > 0) return checkAuthorities(certificates, path);
  const remedy = 'Give the certificate of the CA that issued the organization’s certificates.';
  return [{ code: 'certificates_empty', path, message: 'there is no certificate', remedy }];
}

/** `msp/mspimplsetup.go`: an issuer must be marked as a CA. */
function checkAuthorities(certificates: readonly Pem[], path: string): ChannelDefinitionProblem[] {
  return certificates.flatMap((pem, index): ChannelDefinitionProblem[] => {
    const certificate = readCertificate(pem);
    if (!certificate) return checkCertificate(pem, `${path}.${index}`);
    if (certificate.ca) return [];
    const message = `${certificate.subject} is not the certificate of a CA`;
    const remedy = 'Give the certificate of the CA itself, not one that it issued.';
    return [{ code: 'certificate_not_ca', path: `${path}.${index}`, message, remedy }];
  });
}

function checkCertificates(certificates: readonly Pem[] | undefined, path: string): ChannelDefinitionProblem[] {
  return (certificates ?? []).flatMap((pem, index) => checkCertificate(pem, `${path}.${index}`));
}
