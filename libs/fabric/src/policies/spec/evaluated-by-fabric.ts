type Row = readonly [policy: string, signers: string, satisfied: boolean];

/**
 * Results of Fabric 2.5.9's own evaluator (`common/cauthdsl`) for policies where the order of the signatures decides.
 * Signers are separated by spaces.
 */
export const EVALUATED_BY_FABRIC: readonly Row[] = [
  [
    "OutOf(3, 'B.peer', 'A.member', OutOf(1, OutOf(1, 'B.admin', 'B.admin', 'A.admin'), 'A.admin', 'B.peer'))",
    'A.client A.admin B.peer',
    true,
  ],
  ["OutOf(2, 'B.member', 'B.peer')", 'B.peer B.admin B.client', false],
  [
    "OutOf(1, OutOf(2, OutOf(2, 'B.peer', 'B.member', 'B.peer'), OutOf(2, 'A.member', 'A.peer'), 'B.admin'), 'A.admin')",
    'A.client B.admin A.peer A.client',
    true,
  ],
  ["OutOf(2, OutOf(1, 'A.member', 'A.admin'), 'A.member')", 'A.peer A.admin', false],
  ["OutOf(2, 'B.member', 'B.peer')", 'B.admin B.admin B.admin B.peer', true],
  [
    "OutOf(2, 'B.member', OutOf(1, 'B.admin', OutOf(1, 'B.admin', 'A.admin', 'B.peer')))",
    'A.client B.peer A.client B.client',
    false,
  ],
  ["OutOf(2, 'A.member', 'B.admin', 'A.admin')", 'A.client A.admin B.client B.client', true],
  [
    "OutOf(2, 'B.member', OutOf(1, OutOf(3, 'B.admin', 'A.member', 'A.admin'), 'A.peer'), OutOf(1, 'A.member', 'B.admin'))",
    'B.admin B.client B.peer B.client',
    false,
  ],
  ["OutOf(3, OutOf(1, 'B.member', 'A.member'), 'A.admin', 'A.peer')", 'A.admin A.admin A.peer', true],
  ["OutOf(2, OutOf(1, 'B.peer', OutOf(1, 'B.admin', 'A.member')), 'A.peer', 'A.peer')", 'A.peer A.client', false],
  ["OutOf(2, 'A.member', 'B.member', 'B.admin')", 'B.client B.admin', true],
  [
    "OutOf(3, OutOf(1, 'B.peer', 'B.member', OutOf(2, 'A.admin', 'A.peer')), 'A.member', 'A.admin')",
    'B.client A.admin A.client B.admin',
    false,
  ],
  [
    "OutOf(2, OutOf(1, 'A.member', OutOf(1, 'B.member', 'A.admin'), 'A.member'), 'A.admin', 'B.admin')",
    'B.client B.admin A.client B.client',
    true,
  ],
  [
    "OutOf(2, OutOf(2, 'B.admin', OutOf(2, 'A.member', 'B.member', 'A.admin'), 'B.member'), 'A.member')",
    'A.admin A.peer A.peer B.admin',
    false,
  ],
  ["OutOf(2, OutOf(2, 'A.member', 'B.admin', 'A.peer'), 'B.member')", 'B.peer A.admin A.admin A.peer', true],
  ["OutOf(2, 'A.member', OutOf(1, 'B.peer', 'B.peer'), 'A.peer')", 'A.peer B.client A.admin', false],
  [
    "OutOf(2, 'A.member', OutOf(2, 'B.admin', 'A.peer', OutOf(2, 'A.peer', 'A.peer', 'A.member')))",
    'A.client A.peer B.admin',
    true,
  ],
  ["OutOf(2, 'A.member', 'A.admin', 'A.admin')", 'A.admin A.peer B.client', false],
  ["OutOf(3, 'A.member', OutOf(1, 'B.member', 'B.admin'), 'A.peer')", 'B.admin A.client A.peer B.client', true],
  ["OutOf(2, 'A.member', 'A.admin')", 'A.admin A.client A.client B.peer', false],
  [
    "OutOf(2, 'B.member', 'A.peer', OutOf(2, 'A.member', OutOf(1, 'A.admin', 'B.peer', 'A.peer'), 'B.member'))",
    'B.admin B.peer B.admin',
    true,
  ],
  [
    "OutOf(2, OutOf(2, 'B.member', 'B.peer'), 'B.member', OutOf(1, OutOf(1, 'B.member', 'A.peer', 'B.peer'), 'B.admin'))",
    'A.client B.admin B.peer A.client',
    false,
  ],
  [
    "OutOf(2, OutOf(1, 'B.member', 'B.peer'), 'B.admin', OutOf(2, 'B.peer', OutOf(1, 'B.member', 'A.admin', 'A.member')))",
    'B.peer B.admin A.peer',
    true,
  ],
  [
    "OutOf(2, OutOf(1, 'A.member', OutOf(2, 'A.member', 'A.member')), OutOf(2, 'B.peer', 'A.peer'))",
    'B.peer A.peer B.client A.admin',
    false,
  ],
  ["OutOf(2, 'A.member', OutOf(2, 'A.admin', 'B.peer'))", 'B.peer A.peer A.admin', true],
  [
    "OutOf(1, 'A.peer', OutOf(2, OutOf(2, 'B.member', 'A.member'), OutOf(2, 'B.peer', 'B.member'), 'A.peer'))",
    'B.peer A.admin B.client B.client',
    false,
  ],
  ["OutOf(2, OutOf(1, 'A.member', 'A.peer'), 'A.admin')", 'A.peer B.client A.admin', true],
  ["OutOf(2, 'A.member', 'A.admin', 'B.peer')", 'A.admin B.admin A.peer B.client', false],
  ["OutOf(1, OutOf(2, 'A.member', 'A.admin'), 'B.admin')", 'A.peer A.admin', true],
  [
    "OutOf(2, OutOf(2, 'B.peer', 'A.member'), OutOf(2, 'A.member', 'A.admin'), 'A.admin')",
    'A.admin A.peer B.peer',
    false,
  ],
  ["OutOf(2, 'A.member', 'A.admin', 'A.peer')", 'A.client B.client A.admin B.peer', true],
  ["OutOf(2, OutOf(1, 'A.member', 'B.admin'), 'A.peer')", 'B.peer A.peer A.client B.admin', false],
  ["OutOf(2, 'A.peer', 'A.member', 'A.admin')", 'B.admin B.peer A.client A.admin', true],
  ["OutOf(2, OutOf(1, OutOf(1, 'A.member', 'B.admin'), 'B.peer'), 'A.peer')", 'B.admin A.peer A.admin B.admin', false],
  ["OutOf(2, 'A.member', 'A.peer')", 'B.peer A.admin B.peer A.peer', true],
  [
    "OutOf(1, OutOf(2, OutOf(1, 'A.member', 'A.peer', 'A.peer'), 'A.peer', 'A.admin'), 'B.peer')",
    'B.client A.admin A.client B.admin',
    false,
  ],
  [
    "OutOf(2, OutOf(2, 'A.peer', 'B.member'), OutOf(1, 'B.admin', 'A.member', OutOf(3, 'A.admin', 'B.peer', 'B.admin')))",
    'A.peer B.client B.admin',
    true,
  ],
  ["OutOf(2, 'B.member', 'B.admin')", 'B.admin A.admin B.client A.admin', false],
  ["OutOf(2, 'A.member', 'A.peer')", 'A.admin A.peer A.client A.client', true],
  ["OutOf(3, 'A.member', 'A.member', 'A.admin')", 'A.admin A.client A.peer A.client', false],
];
