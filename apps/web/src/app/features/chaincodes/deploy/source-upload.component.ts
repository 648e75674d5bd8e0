import { ChangeDetectionStrategy, Component, inject, output, signal } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatProgressBarModule } from '@angular/material/progress-bar';
import { MatSelectModule } from '@angular/material/select';
import { type ApiError, toApiError } from '@heddle/client';
import { api, isSameProject, type ChaincodeProject, type ChaincodeSource } from '@heddle/contracts';
import { TranslocoDirective } from '@jsverse/transloco';
import { ApiClient } from '../../../core/api/api-client';
import { ErrorPanelComponent } from '../../../ui/error-panel/error-panel.component';
import { HashComponent } from '../../../ui/hash/hash.component';
import { IconComponent } from '../../../ui/icon/icon.component';
import { Formats } from '../../../ui/time/formats';

/** Takes a source archive, by choosing or dropping it, and says what the server made of it. */
@Component({
  selector: 'app-source-upload',
  imports: [
    ErrorPanelComponent,
    HashComponent,
    IconComponent,
    MatButtonModule,
    MatFormFieldModule,
    MatProgressBarModule,
    MatSelectModule,
    TranslocoDirective,
  ],
  template: `<ng-container *transloco="let t">
    @if (error(); as failure) {
      <app-error-panel [error]="failure" [canRetry]="false" />
    }
    <div
      class="zone"
      [class.over]="over()"
      (dragover)="dragged($event)"
      (dragleave)="over.set(false)"
      (drop)="dropped($event)"
    >
      @if (source(); as source) {
        <app-icon name="ok" />
        <div class="grow">
          <strong>{{ source.fileName }}</strong>
          <p class="muted small">
            {{ t('language.' + source.language) }} · {{ formats.bytes(source.size) }} ·
            <app-hash [value]="source.sha256" />
          </p>
        </div>
      } @else {
        <app-icon name="upload" />
        <div class="grow">
          <strong>{{ t('chaincodes.dropSource') }}</strong>
          <p class="muted small">{{ t('chaincodes.sourceHint') }}</p>
        </div>
      }
      <button matButton="outlined" type="button" [disabled]="busy()" (click)="picker.click()">
        {{ t('chaincodes.chooseFile') }}
      </button>
      <input
        #picker
        class="sr-only"
        type="file"
        tabindex="-1"
        [attr.aria-label]="t('chaincodes.chooseFile')"
        (change)="take(picker.files?.item(0) ?? null)"
      />
    </div>
    @if (source(); as source) {
      @if (source.projects.length > 1) {
        <mat-form-field>
          <mat-label>{{ t('chaincodes.project') }}</mat-label>
          <mat-select [value]="chosen()" [compareWith]="same" (valueChange)="choose($event)">
            @for (project of source.projects; track $index) {
              <mat-option [value]="project">
                {{ project.path === '' ? t('chaincodes.projectTop') : project.path }} ·
                {{ t('language.' + project.language) }}
              </mat-option>
            }
          </mat-select>
          <mat-hint>{{ t('chaincodes.projectHint') }}</mat-hint>
        </mat-form-field>
      }
    }
    @if (busy()) {
      <mat-progress-bar mode="indeterminate" [attr.aria-label]="t('chaincodes.uploading')" />
    }
  </ng-container>`,
  styles: `
    :host {
      display: grid;
      gap: var(--app-space-2);
    }
    .zone {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--app-space-3);
      padding: var(--app-space-4);
      border: 1.5px dashed var(--app-line-strong);
      border-radius: var(--app-radius-md);
      background: var(--app-surface-2);
    }
    .zone > app-icon {
      color: var(--app-accent);
      font-size: 20px;
    }
    .over {
      border-color: var(--app-accent);
      background: var(--app-accent-soft);
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SourceUploadComponent {
  readonly #client = inject(ApiClient);
  protected readonly formats = inject(Formats);
  readonly uploaded = output<ChaincodeSource>();
  /** The project of the uploaded source that is to be built, each time that another is chosen. */
  readonly projectChosen = output<ChaincodeProject>();
  protected readonly chosen = signal<ChaincodeProject | null>(null);
  protected readonly source = signal<ChaincodeSource | null>(null);
  protected readonly error = signal<ApiError | null>(null);
  protected readonly busy = signal(false);
  protected readonly over = signal(false);

  protected same(one: ChaincodeProject | null, other: ChaincodeProject | null): boolean {
    return one !== null && other !== null && isSameProject(one, other);
  }

  protected choose(project: ChaincodeProject): void {
    this.chosen.set(project);
    this.projectChosen.emit(project);
  }

  protected dragged(event: DragEvent): void {
    event.preventDefault();
    this.over.set(true);
  }

  protected dropped(event: DragEvent): void {
    event.preventDefault();
    this.over.set(false);
    void this.take(event.dataTransfer?.files.item(0) ?? null);
  }

  protected async take(file: File | null): Promise<void> {
    if (file === null) return;
    this.busy.set(true);
    this.error.set(null);
    try {
      const source = await this.#client.ask(api.chaincodes.upload, { file: { name: file.name, content: file } });
      this.source.set(source);
      this.chosen.set(source.defaultProject);
      this.uploaded.emit(source);
    } catch (error) {
      this.error.set(toApiError(error));
    } finally {
      this.busy.set(false);
    }
  }
}
