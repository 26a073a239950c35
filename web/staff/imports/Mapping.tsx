// Which column is what: guesses with their confidence, values and dates translated, and what happens to known customers.
import { Link } from '@tanstack/react-router';
import { Button, Checkbox, Segmented, Select } from 'antd';
import { ArrowRight, Languages } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ColumnMap, ImportView } from '../../shared/api/types';
import { number } from '../../shared/format';
import { Meter } from '../../shared/ui/charts';
import { Deed } from '../../shared/ui/Deed';
import { useRecordReason } from '../session/session';
import { Constants } from './Constants';
import {
  choicesOf,
  DATE_ORDERS,
  fieldWords,
  headerOf,
  isDateField,
  keyOfTarget,
  mappingFaults,
  type TargetKey,
  targetOfKey,
  targetWords,
} from './fields';
import './mapping.css';
import type { WizardProps } from './Recognised';
import { columnChoices } from './targets';
import { ValueMap } from './ValueMap';

export function Mapping({ view, deeds }: WizardProps) {
  const { t } = useTranslation();
  const reason = useRecordReason(view.can);
  const [translated, setTranslated] = useState<number | null>(null);
  const faults = mappingFaults(view);
  const complaint =
    faults.missing.length > 0
      ? t('importing.missing', { fields: faults.missing.map((field) => fieldWords(field, t)).join('、') })
      : faults.twice.length > 0
        ? t('importing.twice', { field: targetWords(faults.twice[0]!, view.targets, t) })
        : null;
  const change = (index: number, wanted: Partial<ColumnMap>) => {
    const column = view.columns.find((one) => one.index === index);
    if (column) deeds.change({ columns: [{ ...column, ...wanted }] });
  };
  const column = view.columns.find(({ index }) => index === translated);
  return (
    <div className="page-body wizard">
      <header className="wizard-head">
        <h2>{t('importing.columns')}</h2>
        <p>{t('importing.columnsHint')}</p>
      </header>
      <div className="framed-table">
        <table className="plain-table mapping" aria-label={t('importing.columns')}>
          <thead>
            <tr>
              <th scope="col">{t('importing.column')}</th>
              <th scope="col">{t('importing.samples')}</th>
              <th scope="col" style={{ width: 250 }}>
                {t('importing.target')}
              </th>
              <th scope="col" style={{ width: 180 }}>
                {t('importing.valueMap')}
              </th>
              <th scope="col" style={{ width: 150 }}>
                {t('importing.overwrites')}
              </th>
            </tr>
          </thead>
          <tbody>
            {view.columns.map((one) => (
              <MappingRow
                key={one.index}
                column={one}
                view={view}
                isTwice={one.field !== null && faults.twice.includes(keyOfTarget(one.field, one.purpose))}
                onChange={(wanted) => change(one.index, wanted)}
                onTranslate={() => setTranslated(one.index)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Constants view={view} deeds={deeds} />
      <div className="duplicates card">
        <div className="two-lines">
          <b>{t('importing.duplicates')}</b>
          <span>{t('importing.duplicatesHint')}</span>
        </div>
        <Segmented
          aria-label={t('importing.duplicates')}
          value={view.duplicates}
          onChange={(duplicates) => deeds.change({ duplicates })}
          options={[
            { value: 'update' as const, label: t('importing.duplicatesUpdate') },
            { value: 'skip' as const, label: t('importing.duplicatesSkip') },
          ]}
        />
      </div>
      <div className="duplicates card">
        <div className="two-lines">
          <b>{t('importing.keepOdd')}</b>
          <span>{t('importing.keepOddHint')}</span>
        </div>
        <div className="switches">
          <Checkbox
            checked={view.keep_odd_phones}
            onChange={(event) => deeds.change({ keep_odd_phones: event.target.checked })}
          >
            {t('importing.keepOddPhones')}
          </Checkbox>
          <Checkbox
            checked={view.keep_odd_vins}
            onChange={(event) => deeds.change({ keep_odd_vins: event.target.checked })}
          >
            {t('importing.keepOddVins')}
          </Checkbox>
        </div>
      </div>
      <div className="wizard-deeds">
        <Link to="/imports/$id" params={{ id: view.id }} search={{ step: 'read' }}>
          <Button tabIndex={-1}>{t('importing.back')}</Button>
        </Link>
        <div className="spring" />
        {complaint && (
          <p className="late" role="alert">
            {complaint}
          </p>
        )}
        <Deed
          type="primary"
          size="large"
          reason={complaint ?? reason('check')}
          loading={deeds.isDriving}
          onClick={() => deeds.drive('check')}
        >
          {t('importing.nextCheck', { count: view.totals.rows, words: number(view.totals.rows) })}
        </Deed>
      </div>
      {column && (
        <ValueMap
          column={column}
          stores={view.stores}
          onClose={() => setTranslated(null)}
          onChange={(values) => {
            setTranslated(null);
            change(column.index, { values });
          }}
        />
      )}
    </div>
  );
}

interface MappingRowProps {
  column: ColumnMap;
  view: ImportView;
  isTwice: boolean;
  onChange: (wanted: Partial<ColumnMap>) => void;
  onTranslate: () => void;
}

function MappingRow({ column, view, isTwice, onChange, onTranslate }: MappingRowProps) {
  const { t } = useTranslation();
  const header = headerOf(column, t);
  const options = useMemo(
    () => [{ value: '' as const, label: t('importing.ignore') }, ...columnChoices(view.targets, t)],
    [view.targets, t],
  );
  const canOverwrite = view.targets.some((target) => target.field === column.field && target.overwrites);
  const isSkipping = view.duplicates === 'skip';
  const share = Math.round(column.confidence * 100);
  return (
    <tr className={column.field === null ? 'ignored' : ''}>
      <td>
        <b className="strong">{header}</b>
      </td>
      <td className="samples">
        {column.samples.slice(0, 3).map((sample, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: samples may repeat
          <code key={place}>{sample}</code>
        ))}
      </td>
      <td>
        <span className="target">
          <ArrowRight size={14} aria-hidden />
          <Select<TargetKey | ''>
            aria-label={`${header}: ${t('importing.target')}`}
            showSearch={{ optionFilterProp: 'label' }}
            status={isTwice ? 'error' : ''}
            value={column.field ? keyOfTarget(column.field, column.purpose) : ''}
            onChange={(key) =>
              onChange({
                ...(key ? targetOfKey(key) : { field: null, purpose: null }),
                confidence: key ? 1 : 0,
                values: {},
                format: null,
                overwrites: false,
              })
            }
            options={options}
            style={{ width: 168 }}
          />
          {column.field && share < 100 && (
            <span title={t('importing.confidenceOf', { share })}>
              <Meter value={share} label={t('importing.confidenceOf', { share })} width={26} />
            </span>
          )}
        </span>
      </td>
      <td>
        {isDateField(column.field) && (
          <Select<string>
            aria-label={`${header}: ${t('importing.dateOrder')}`}
            size="small"
            value={column.format ?? ''}
            onChange={(format) => onChange({ format: format || null })}
            options={[
              { value: '', label: t('importing.dateAuto') },
              ...DATE_ORDERS.map((order) => ({ value: order, label: t(`importing.date.${order}`) })),
            ]}
            style={{ width: 140 }}
          />
        )}
        {choicesOf(column.field, view.stores, t).length > 0 && (
          <ValueMapButton column={column} header={header} onClick={onTranslate} />
        )}
      </td>
      <td data-label={t('importing.overwrites')}>
        {canOverwrite && (
          <Select<'fill' | 'replace'>
            aria-label={`${header}: ${t('importing.overwrites')}`}
            size="small"
            disabled={isSkipping}
            title={isSkipping ? t('importing.overwritesSkip') : ''}
            value={column.overwrites ? 'replace' : 'fill'}
            onChange={(kept) => onChange({ overwrites: kept === 'replace' })}
            options={[
              { value: 'fill', label: t('importing.overwritesNot') },
              { value: 'replace', label: t('importing.overwritesAll') },
            ]}
            style={{ width: 124 }}
          />
        )}
      </td>
    </tr>
  );
}

function ValueMapButton({ column, header, onClick }: { column: ColumnMap; header: string; onClick: () => void }) {
  const { t } = useTranslation();
  const values = Object.values(column.values);
  const left = values.filter((value) => !value).length;
  const words =
    values.length === 0
      ? t('importing.valueMapNone')
      : left > 0
        ? t('importing.valueMapLeft', { count: left })
        : t('importing.valueMapAll', { count: values.length });
  return (
    <Button
      size="small"
      icon={<Languages size={13} />}
      className={left > 0 ? 'soon' : ''}
      aria-label={`${header}: ${words}`}
      onClick={onClick}
    >
      {words}
    </Button>
  );
}
