import { part, unreachable, type BuildComplaint, type Explanation } from './build-complaint';

const network = (): Explanation =>
  unreachable({
    registry: 'The Go module proxy',
    settings: 'GOPROXY, HTTPS_PROXY',
    offline: 'An archive with a vendor folder (run "go mod vendor") builds without the network.',
  });

/** In order of precedence. */
export const GO_COMPLAINTS: readonly BuildComplaint[] = [
  {
    name: 'go.mod requires a newer Go',
    kind: 'source',
    pattern:
      /go\.mod requires go >= (\S+) \(running go (\S+?);|download go(\d\S*?):[^\n]*(?:403|404|410|not available)/,
    explain: (match) => ({
      reason: `go.mod asks for Go ${match[1] ?? part(match, 3)}, which is not installed.`,
      remedy: `Change the line "go ${match[1] ?? part(match, 3)}" of go.mod to ${
        match[2] === undefined ? 'a version that is released' : `"go ${match[2]}" or older`
      }, or install that Go on the worker, and deploy the corrected upload.`,
    }),
  },
  {
    name: 'Go module proxy unreachable',
    kind: 'network',
    pattern:
      /(?:Get|reading|fetch) "?https?:\/\/[^\n]*(?:dial tcp|connection re(?:fused|set)|i\/o timeout|no such host|handshake timeout|server misbehaving|x509: |EOF|proxyconnect|: 5\d\d )|(?:dial tcp|lookup) [^\n]*(?:connection refused|no such host|i\/o timeout|unreachable)/,
    explain: network,
  },
  {
    name: 'Go modules switched off from the network',
    kind: 'network',
    pattern: /module lookup disabled by GOPROXY=off/,
    explain: network,
  },
  {
    name: 'Go module or version unknown',
    kind: 'source',
    pattern:
      /(\S+?)@(v[^\s:]+): (?:reading https?:\S+|invalid version|verifying|git )[^\n]*(?:404|410|403|not available|unknown revision|not found|invalid version|could not read Username)/,
    explain: (match) => ({
      reason: `There is no version ${part(match, 2)} of the module ${part(match, 1)} that can be downloaded.`,
      remedy: `Correct the line "${part(match, 1)} ${part(match, 2)}" of go.mod ("go list -m -versions ${part(match, 1)}" lists the versions), or add the module to vendor.`,
    }),
  },
  {
    name: 'Go vendor out of step',
    kind: 'source',
    pattern: /inconsistent vendoring in [^\n]*\n\s*([^\s:]+): /,
    explain: (match) => ({
      reason: `vendor does not match go.mod, first at ${part(match, 1)}.`,
      remedy: 'Run "go mod vendor" in the project and pack it again, or leave the folder vendor out of the archive.',
    }),
  },
  {
    name: 'Go replacement missing',
    kind: 'source',
    pattern: /(\S+?)(?:@\S+)? \(replaced by (\S+)\): reading/,
    explain: (match) => ({
      reason: `go.mod replaces ${part(match, 1)} by ${part(match, 2)}, which is not in the archive.`,
      remedy: `Remove the line "replace ${part(match, 1)} => ${part(match, 2)}" from go.mod, or run "go mod vendor" and pack vendor with the project.`,
    }),
  },
  {
    name: 'Go sum missing',
    kind: 'source',
    pattern:
      /missing go\.sum entry for (?:module providing package|go\.mod file;?)(?: (\S+))?|updates to go\.(?:mod|sum) needed/,
    explain: ({ 1: name }) => ({
      reason: `go.sum and go.mod do not match${name === undefined ? '' : `, first for ${name}`}.`,
      remedy: 'Run "go mod tidy" in the project and pack it again with go.mod and go.sum.',
    }),
  },
  {
    name: 'Go module missing',
    kind: 'source',
    pattern: /no required module provides package ([^\s;]+)/,
    explain: (match) => ({
      reason: `No module of go.mod has the package ${part(match, 1)}.`,
      remedy: `Run "go get ${part(match, 1)}" (or "go mod tidy") in the project and pack it again.`,
    }),
  },
  {
    name: 'Go package outside of modules',
    kind: 'source',
    pattern: /package (\S+) is not in (?:std|GOROOT)/,
    explain: (match) => ({
      reason: `The import "${part(match, 1)}" is a path below GOPATH; Go modules do not support it.`,
      remedy: `Import it by the module's name: if go.mod says "module chaincode", write "chaincode/${part(match, 1).split('/').at(-1) ?? ''}".`,
    }),
  },
  {
    name: 'cgo',
    kind: 'source',
    pattern: /build constraints exclude all Go files in (\S+)/,
    explain: (match) => ({
      reason: `Every file of ${part(match, 1)} needs cgo or another platform.`,
      remedy: 'Chaincode is built without cgo: replace what imports "C" by a library in plain Go.',
    }),
  },
  {
    name: 'shim without a server',
    kind: 'source',
    pattern: /heddle: (\S+) has no ChaincodeServer/,
    explain: (match) => ({
      reason: `This version of ${part(match, 1)} has no chaincode server yet.`,
      remedy: `Run "go get ${part(match, 1)}@v0.0.0-20240124143825-7dec3c7e7d45" and "go mod tidy" in the project and pack it again.`,
    }),
  },
  {
    name: 'Go compile error',
    kind: 'source',
    pattern: /^(?:\.\/)?(\S+\.go:\d+:\d+): ([^\n]+)/m,
    explain: (match) => ({
      reason: `${part(match, 1)}: ${part(match, 2)}.`,
      remedy: `Correct ${part(match, 1)}, and deploy the corrected upload.`,
    }),
  },
];
