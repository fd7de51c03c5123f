/**
 * The buttons under the last question.
 */
import type { Choice } from './messages.ts';
import { make } from './page-data.ts';

export interface ChoicesView {
  draw(choices: readonly Choice[]): void;
}

/** @param onPick `touched`: with a finger, so that the keyboard on the screen had better stay away. */
export function createChoicesView(
  group: HTMLElement,
  onPick: (choice: Choice, touched: boolean) => void,
): ChoicesView {
  let drawn = '[]';
  let touched = false;
  group.addEventListener('pointerdown', ({ pointerType }) => {
    touched = pointerType === 'touch';
  });
  group.addEventListener('keydown', () => {
    touched = false;
  });
  return {
    draw(choices) {
      const wanted = JSON.stringify(choices);
      if (wanted === drawn) return;
      drawn = wanted;
      group.replaceChildren(
        ...choices.map((choice) => {
          const button = make('button', '', choice.label);
          button.type = 'button';
          button.addEventListener('click', () => onPick(choice, touched));
          return button;
        }),
      );
      group.hidden = choices.length === 0;
    },
  };
}
