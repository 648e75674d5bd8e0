import { Injectable, inject } from '@angular/core';
import { MatDialog, MatDialogConfig } from '@angular/material/dialog';
import { Router } from '@angular/router';
import type { Node, OperationId } from '@heddle/contracts';
import { firstValueFrom } from 'rxjs';
import { ChainStore } from '../../../data/chain/chain.store';
import { ChangeConfirmation } from '../../../ui/change/change-confirmation';
import type { ChangeQuestion } from '../../../ui/change/change.dialog';
import type { Changed } from '../../../ui/change/considered-change';
import { AddNodeDialog, type AddNodeInput } from './add-node.dialog';
import {
  recreateQuestion,
  removeQuestion,
  restartQuestion,
  startQuestion,
  stopQuestion,
  type ChangeableNode,
} from './node-questions';
import { ResizeDialog } from './resize.dialog';

/** Gets the focus back in place of an item of its menu, which is gone by then. */
const MENU_BUTTON = '.node-menu';

/** Asks for changes of the nodes of the chain; null stands for a change that was not begun. */
@Injectable()
export class NodeChanges {
  readonly #dialog = inject(MatDialog);
  readonly #confirmation = inject(ChangeConfirmation);
  readonly #router = inject(Router);
  readonly #store = inject(ChainStore);

  /** Leads to the overview, which shows the operation as it runs. */
  async add(): Promise<void> {
    const chainId = this.#store.id();
    if (chainId === null) return;
    const settings = new MatDialogConfig<AddNodeInput>();
    settings.data = { chainId, organizations: this.#store.peerOrganizations(), channels: this.#store.channels() };
    settings.width = '560px';
    const dialog = this.#dialog.open<AddNodeDialog, AddNodeInput, Changed>(AddNodeDialog, settings);
    await this.#lead((await firstValueFrom(dialog.afterClosed())) ?? null);
  }

  /** Leads to the overview: the page of a node goes with its node. */
  async remove(node: ChangeableNode): Promise<void> {
    await this.#lead(await this.#confirmation.ask(removeQuestion(node), MENU_BUTTON));
  }

  recreate(node: ChangeableNode): Promise<OperationId | null> {
    return this.#change(recreateQuestion(node), MENU_BUTTON);
  }

  start(node: ChangeableNode): Promise<OperationId | null> {
    return this.#change(startQuestion(node));
  }

  stop(node: ChangeableNode): Promise<OperationId | null> {
    return this.#change(stopQuestion(node));
  }

  restart(node: Node): Promise<OperationId | null> {
    return this.#change(restartQuestion(node));
  }

  async resize(node: Node): Promise<OperationId | null> {
    const settings = new MatDialogConfig<Node>();
    settings.data = node;
    settings.width = '560px';
    const dialog = this.#dialog.open<ResizeDialog, Node, Changed>(ResizeDialog, settings);
    return this.#begun((await firstValueFrom(dialog.afterClosed())) ?? null);
  }

  async #change(question: ChangeQuestion, returnFocusTo?: string): Promise<OperationId | null> {
    return this.#begun(await this.#confirmation.ask(question, returnFocusTo));
  }

  async #lead(changed: Changed | null): Promise<void> {
    this.#begun(changed);
    if (changed !== null) await this.#router.navigate(['/chains', changed.resource.id]);
  }

  #begun(changed: Changed | null): OperationId | null {
    if (changed === null) return null;
    this.#store.dispatch({ type: 'chain', chain: changed.resource });
    return changed.operation.id;
  }
}
