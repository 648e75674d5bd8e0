/** Shows the progress of a long set-up step: one redrawn line on a terminal, otherwise one line per tenth. */
export function progressLine(
  title: string,
  total: number,
  out: { isTTY?: boolean; write: (text: string) => unknown } = process.stdout,
) {
  let done = 0;
  let shown = -1;
  const draw = () => {
    const share = Math.min(1, done / Math.max(1, total));
    const step = Math.floor(share * (out.isTTY ? 100 : 10));
    if (step === shown) return;
    shown = step;
    if (out.isTTY)
      out.write(`\r${title} [${'='.repeat(Math.round(share * 30)).padEnd(30)}] ${Math.floor(share * 100)}%`);
    else out.write(`${title}: ${step * 10}%\n`);
  };
  draw();
  return {
    add(count: number) {
      done += count;
      draw();
    },
    end() {
      done = total;
      draw();
      if (out.isTTY) out.write('\n');
    },
  };
}
