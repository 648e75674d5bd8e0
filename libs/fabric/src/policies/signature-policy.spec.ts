import { common, msp } from '@hyperledger/fabric-protos';
import fc from 'fast-check';
import { formatPolicy } from './format-policy';
import { parsePolicy } from './parse-policy';
import { gateOf, gateThreshold, type PolicyExpression } from './policy-expression';
import { PolicyNotExpressibleError } from './policy-error';
import { fromSignaturePolicyEnvelope, toSignaturePolicyEnvelope } from './signature-policy';
import { policyGate } from './spec/arbitrary-policy';

/** Gates under their most readable names, as the message keeps only thresholds. */
function canonical(expression: PolicyExpression): PolicyExpression {
  if (expression.kind === 'principal') return expression;
  return gateOf(gateThreshold(expression), expression.rules.map(canonical));
}

describe('signature policies as messages', () => {
  test('come back with the same meaning', () => {
    fc.assert(
      fc.property(policyGate, (policy) => {
        expect(fromSignaturePolicyEnvelope(toSignaturePolicyEnvelope(policy))).toEqual(canonical(policy));
      }),
      { seed: 8, numRuns: 500 },
    );
  });

  test('come back through text with the same bytes', () => {
    fc.assert(
      fc.property(policyGate, (policy) => {
        const envelope = toSignaturePolicyEnvelope(policy);
        const text = formatPolicy(fromSignaturePolicyEnvelope(envelope));
        const again = toSignaturePolicyEnvelope(parsePolicy(text)).serializeBinary();
        expect(Buffer.from(again)).toEqual(Buffer.from(envelope.serializeBinary()));
      }),
      { seed: 9, numRuns: 500 },
    );
  });

  test('keep a rule object that occurs twice apart', () => {
    const shared = parsePolicy("AND('A.peer', 'B.peer')");
    const envelope = toSignaturePolicyEnvelope({ kind: 'or', rules: [shared, shared] });
    expect(envelope.getIdentitiesList()).toHaveLength(4);
    expect(fromSignaturePolicyEnvelope(envelope)).toEqual({ kind: 'or', rules: [shared, shared] });
  });

  test('without members and for all members are shown, although their text cannot be parsed', () => {
    expect(formatPolicy(fromSignaturePolicyEnvelope(acceptAll()))).toBe('OutOf(0)');
  });

  test.each([
    ['without a rule', new common.SignaturePolicyEnvelope()],
    ['that point past their identities', pointingNowhere()],
    ['on organizational units', onUnits()],
  ])('%s are not expressible', (_name, envelope) => {
    expect(() => fromSignaturePolicyEnvelope(envelope)).toThrow(PolicyNotExpressibleError);
  });
});

function acceptAll(): common.SignaturePolicyEnvelope {
  const rule = new common.SignaturePolicy();
  rule.setNOutOf(new common.SignaturePolicy.NOutOf());
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setRule(rule);
  return envelope;
}

function pointingNowhere(): common.SignaturePolicyEnvelope {
  const rule = new common.SignaturePolicy();
  rule.setSignedBy(3);
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setRule(rule);
  return envelope;
}

function onUnits(): common.SignaturePolicyEnvelope {
  const envelope = pointingNowhere();
  envelope.getRule()?.setSignedBy(0);
  const unit = new msp.MSPPrincipal();
  unit.setPrincipalClassification(msp.MSPPrincipal.Classification.ORGANIZATION_UNIT);
  envelope.addIdentities(unit);
  return envelope;
}
