import type { ComponentFixture } from '@angular/core/testing';

const PAUSE_MS = 10;
const MOST_TURNS = 200;

/** Waits, with the page drawn again each time, until something holds; fails with the words of what did not. */
export async function until(
  mounted: { fixture: ComponentFixture<unknown> },
  holds: () => boolean,
  what: () => string = () => 'A condition of this spec does not come true.',
): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS && !holds(); turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    await mounted.fixture.whenStable();
  }
  if (!holds()) throw new Error(what());
}
