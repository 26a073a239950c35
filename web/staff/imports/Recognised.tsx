// What the server made of the file: each guess can be changed, and the first rows show what comes of it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Form, InputNumber, Select } from 'antd';
import { Info } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ImportRow, ImportView, Page } from '../../shared/api/types';
import { fileSize, number } from '../../shared/format';
import { useIsPhone } from '../../shared/media';
import { read } from '../../shared/queries';
import { ErrorState, Skeleton } from '../../shared/ui/states';
import type { useImportDeeds } from './change';
import { headerOf } from './fields';

/** The encodings and delimiters offered besides the one recognised. */
const ENCODINGS = ['UTF-8', 'GB18030', 'Big5', 'UTF-16LE', 'UTF-16BE', 'Windows-1252'];
const DELIMITERS: [string, string][] = [
  [',', 'comma'],
  [';', 'semicolon'],
  ['\t', 'tab'],
  ['|', 'pipe'],
];

export interface WizardProps {
  view: ImportView;
  deeds: ReturnType<typeof useImportDeeds>;
}

export function Recognised({ view, deeds }: WizardProps) {
  const { t } = useTranslation();
  return (
    <div className="page-body wizard">
      <header className="wizard-head">
        <h2>{t('importing.recognised')}</h2>
        <p>{t('importing.recognisedHint')}</p>
      </header>
      <Settings view={view} deeds={deeds} />
      {view.messages.map((message) => (
        <p key={message} className="wizard-note">
          <Info size={14} />
          {message}
        </p>
      ))}
      <h3 className="wizard-sub">{t('importing.preview')}</h3>
      <Preview view={view} isReading={deeds.isReading} />
      <div className="wizard-deeds">
        <div className="spring" />
        <Link to="/imports/$id" params={{ id: view.id }} search={{ step: 'map' }}>
          <Button type="primary" size="large" tabIndex={-1} disabled={view.columns.length === 0}>
            {t('importing.nextMap')}
          </Button>
        </Link>
      </div>
    </div>
  );
}

function Settings({ view, deeds: { change } }: WizardProps) {
  const { t } = useTranslation();
  const isOff = !view.can.includes('edit');
  return (
    <Form layout="vertical" className="recognised card" disabled={isOff}>
      <Form.Item label={t('importing.format')}>
        <b>{view.format.toUpperCase()}</b>
        <span className="muted num">
          {' '}
          · {fileSize(view.size)} · {t('importing.rows')} {number(view.totals.rows)}
        </span>
      </Form.Item>
      {view.encoding !== null && (
        <Form.Item label={t('importing.encoding')}>
          <Select
            aria-label={t('importing.encoding')}
            value={view.encoding}
            onChange={(encoding) => change({ encoding })}
            options={ENCODINGS.map((one) => ({ value: one, label: one }))}
          />
        </Form.Item>
      )}
      {view.delimiter !== null && (
        <Form.Item label={t('importing.delimiter')}>
          <Select
            aria-label={t('importing.delimiter')}
            value={view.delimiter}
            onChange={(delimiter) => change({ delimiter })}
            options={DELIMITERS.map(([sign, word]) => ({ value: sign, label: t(`importing.delimiters.${word}`) }))}
          />
        </Form.Item>
      )}
      {view.sheets.length > 0 && (
        <Form.Item label={t('importing.sheet')}>
          <Select
            aria-label={t('importing.sheet')}
            value={view.sheet}
            onChange={(sheet) => change({ sheet })}
            options={view.sheets.map((sheet) => ({ value: sheet, label: sheet }))}
          />
        </Form.Item>
      )}
      <Form.Item label={t('importing.headerRow')}>
        <InputNumber
          aria-label={t('importing.headerRow')}
          min={0}
          max={100}
          value={view.header_row ?? 0}
          formatter={(row) => (row ? String(row) : t('importing.noHeader'))}
          onChange={(row) => row !== (view.header_row ?? 0) && change({ header_row: row || null })}
          style={{ width: '100%' }}
        />
      </Form.Item>
    </Form>
  );
}

function Preview({ view, isReading }: { view: ImportView; isReading: boolean }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const rows = useQuery(read<Page<ImportRow>>(`/imports/${view.id}/rows`, { limit: 8 }));
  if (rows.error && !rows.data) return <ErrorState failure={rows.error} onRetry={() => void rows.refetch()} />;
  if (!rows.data) return <Skeleton lines={6} />;
  if (isPhone) return <PreviewCards view={view} rows={rows.data.items} isReading={isReading} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls by keys
    <section className="framed-table" tabIndex={0} aria-label={t('importing.preview')} aria-busy={isReading}>
      <table className={isReading ? 'plain-table dense fading' : 'plain-table dense'}>
        <thead>
          <tr>
            <th scope="col">{t('importing.row')}</th>
            {view.columns.map((column) => (
              <th key={column.index} scope="col">
                {headerOf(column, t)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.data.items.map((row) => (
            <tr key={row.row}>
              <td className="muted">{row.row}</td>
              {view.columns.map((column) => (
                <td key={column.index}>{row.cells[column.index]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface PreviewCardsProps {
  view: ImportView;
  rows: ImportRow[];
  isReading: boolean;
}

function PreviewCards({ view, rows, isReading }: PreviewCardsProps) {
  const { t } = useTranslation();
  return (
    <section className={isReading ? 'row-cards whole fading' : 'row-cards whole'} aria-label={t('importing.preview')}>
      <ul>
        {rows.map((row) => (
          <li key={row.row}>
            <header>
              <b>{t('importing.rowNumber', { row: row.row })}</b>
            </header>
            <dl>
              {view.columns.map((column) => (
                <div key={column.index}>
                  <dt className="cut">{headerOf(column, t)}</dt>
                  <dd>{row.cells[column.index]}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </section>
  );
}
