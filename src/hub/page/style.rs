//! How the page looks. Must never name a thing of another machine.

use data_encoding::BASE64;
use sha2::{Digest, Sha256};

/// One column on a phone; a wide window shows more of it at once.
pub(super) const STYLE: &str = "
:root { color-scheme: light dark; --ink: #1c1b19; --paper: #faf9f6; --soft: #6b675f; --line: #ddd8cd;
  --bar: #2f6f5e; --bad: #a3341f; --card: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --ink: #ece9e2; --paper: #191816; --soft: #a19c91;
  --line: #38352f; --bar: #6fbfa6; --bad: #f08a72; --card: #22201d; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 60rem; background: var(--paper); color: var(--ink);
  font: 16px/1.45 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: baseline; }
header h1 { margin: 0; font-size: 1.4rem; flex: 1 1 auto; }
h2 { font-size: 1.05rem; margin: 0 0 .6rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem;
  margin: 1rem 0; }
.soft { color: var(--soft); font-weight: 400; } .bad { color: var(--bad); font-weight: 600; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .8rem; }
.figures div { min-width: 0; } .figures b { display: block; font-size: 1.35rem; overflow-wrap: anywhere; }
.figures + svg { margin-top: 1rem; }
table { width: 100%; border-collapse: collapse; }
.scroll { overflow-x: auto; }
th { text-align: left; font-weight: 600; color: var(--soft); }
th, td { padding: .35rem .6rem .35rem 0; border-top: 1px solid var(--line); vertical-align: top; }
thead th { border-top: 0; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; padding-right: 0; }
td.n + td, th.n + th { padding-left: .6rem; } td.n .soft { white-space: normal; }
svg { display: block; width: 100%; height: auto; } svg rect { fill: var(--bar); }
svg rect.less { fill: var(--bad); } svg line { stroke: var(--line); }
svg text { fill: var(--soft); font: 11px system-ui, sans-serif; } svg line.most { stroke-dasharray: 2 4; }
@media (max-width: 36rem) {
  body { padding: .6rem; } header h1 { flex-basis: 100%; } header form { margin-left: auto; }
  section { padding: .8rem; margin: .6rem 0; }
  svg text { font-size: 19px; }
  .cards thead { display: none; } .cards, .cards tbody { display: block; }
  .cards tr { display: grid; grid-template-columns: 1fr 1fr; gap: .1rem .8rem; padding: .5rem 0;
    border-top: 1px solid var(--line); }
  .cards tr:first-child { border-top: 0; }
  .cards td { border: 0; padding: 0; text-align: left; white-space: normal; }
  .cards td:nth-child(2) { text-align: right; } .cards td:first-child { font-weight: 600; }
  .cards td.whole { grid-column: 1 / -1; }
  .cards td[data-head]::before { content: attr(data-head) ' '; color: var(--soft); font-weight: 400; }
  .cards td.n { padding: 0; } .cards td.n:last-child { text-align: right; }
}
form.sign-in { display: grid; gap: .8rem; max-width: 22rem; margin: 3rem auto; }
label { display: grid; gap: .25rem; }
input { font: inherit; padding: .6rem; border: 1px solid var(--line); border-radius: .4rem; width: 100%;
  background: var(--card); color: var(--ink); }
button { font: inherit; padding: .6rem 1rem; border: 0; border-radius: .4rem; background: var(--bar);
  color: var(--paper); cursor: pointer; }
button.quiet { background: none; color: var(--soft); padding: 0; text-decoration: underline; }
";

/// What a browser may do with the page: nothing but show it, in this very style.
pub(in crate::hub) fn policy() -> String {
    let hash = BASE64.encode(&Sha256::digest(STYLE.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    )
}
