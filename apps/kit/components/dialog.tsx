import { Dialog as Kobalte } from '@kobalte/core/dialog';
import { Show, type JSX } from 'solid-js';
import { texts } from '../texts/index.ts';
import { Icon } from './icon.tsx';
import './dialog.css';

const words = texts({ da: { close: 'Luk' }, en: { close: 'Close' } });

export interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  description?: JSX.Element;
  /** The buttons, the main one first. */
  actions?: JSX.Element;
  children?: JSX.Element;
}

/** A modal question. Escape, the cross and a click beside it close without doing anything. */
export function Dialog(props: DialogProps) {
  return (
    <Kobalte open={props.isOpen} onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <Kobalte.Portal>
        <Kobalte.Overlay class="dialog-overlay" />
        <div class="dialog-place">
          <Kobalte.Content class="dialog">
            <header class="dialog-head">
              <Kobalte.Title class="dialog-title">{props.title}</Kobalte.Title>
              <Kobalte.CloseButton class="dialog-close" aria-label={words().close}>
                <Icon name="close" />
              </Kobalte.CloseButton>
            </header>
            <Show when={props.description}>
              {(text) => <Kobalte.Description class="dialog-text">{text()}</Kobalte.Description>}
            </Show>
            {props.children}
            <Show when={props.actions}>
              {(actions) => <footer class="dialog-actions">{actions()}</footer>}
            </Show>
          </Kobalte.Content>
        </div>
      </Kobalte.Portal>
    </Kobalte>
  );
}
