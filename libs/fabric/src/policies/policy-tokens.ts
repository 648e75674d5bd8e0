import { PolicySyntaxError } from './policy-error';

export interface PolicyToken {
  readonly kind: 'word' | 'number' | 'string' | '(' | ')' | ',' | 'end';
  readonly text: string;
  /** Offset of the token's first character, from 0. */
  readonly position: number;
}

const TOKEN = /\s*(?:([A-Za-z_]\w*)|(\d+(?![\w.]))|'([^']*)'|"([^"]*)"|([(),]))/y;
/** A number that no token matches: a fraction, or one with a sign. */
const FRACTION = /^[+-]?\d*\.?\d+/;

/** Splits policy text into tokens and ends the list with one of kind `end`. */
export function policyTokens(text: string): PolicyToken[] {
  const tokens: PolicyToken[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw unexpected(text, start);
    tokens.push(token(match, start));
  }
  return [...tokens, { kind: 'end', text: '', position: end }];
}

function token(match: RegExpExecArray, start: number): PolicyToken {
  const [whole, word, number, single, double, mark] = match;
  const position = start + whole.length - whole.trimStart().length;
  if (word !== undefined) return { kind: 'word', text: word, position };
  if (number !== undefined) return { kind: 'number', text: number, position };
  if (mark === '(' || mark === ')' || mark === ',') return { kind: mark, text: mark, position };
  return { kind: 'string', text: single ?? double ?? '', position };
}

function unexpected(text: string, start: number): PolicySyntaxError {
  const position = start + text.slice(start).length - text.slice(start).trimStart().length;
  const character = text.charAt(position);
  if (character === "'" || character === '"') {
    return new PolicySyntaxError({
      code: 'policy_unterminated_string',
      position,
      message: 'A principal starts here and its closing quote is missing',
      remedy: "Write principals as 'MSPID.role', with a quote on either side.",
    });
  }
  const [fraction] = FRACTION.exec(text.slice(position)) ?? [];
  if (fraction !== undefined) {
    return new PolicySyntaxError({
      code: 'policy_threshold',
      position,
      message: `The count ${fraction} is not a whole number`,
      remedy: 'Use a whole number from 1 to the number of rules, for example OutOf(2, ...).',
    });
  }
  return new PolicySyntaxError({
    code: 'policy_unexpected_token',
    position,
    message: `Policies cannot contain "${character}"`,
    remedy: "Use gates and quoted principals only, for example OR('Org1MSP.member', 'Org2MSP.member').",
  });
}
