// Bringing VINs: pasted, or as a file; what is wrong with a row is told by the row.
import { Button, Form, Input, Segmented, Upload } from 'antd';
import type { TFunction } from 'i18next';
import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recall, RecallWork, VinRowFault, VinsTaken } from '../../shared/api/types';
import { api } from '../../shared/client';
import { number } from '../../shared/format';
import { useIsPhone } from '../../shared/media';
import { useWrite } from '../../shared/queries';
import { CarefulDrawer } from '../../shared/ui/CarefulDrawer';
import { Tag } from '../../shared/ui/faces';
import { type PlainColumn, PlainTable } from '../../shared/ui/PlainTable';

interface Outcome {
  words: string;
  count: number;
  faults: VinRowFault[];
}

export function VinsForm({ recall, onClose }: { recall: Recall; onClose: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const [way, setWay] = useState<'paste' | 'file'>('paste');
  const [text, setText] = useState('');
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const touches = () => [['recalls']];
  const paste = useWrite<void, VinsTaken>({
    deed: () => api.post<VinsTaken>(`/recalls/${recall.id}/vins`, { text }),
    touches,
    onDone: (taken) => {
      const words = t('recall.vins.taken', { added: number(taken.added), known: number(taken.known) });
      setOutcome({ words, count: taken.faults_count, faults: taken.faults });
      setText('');
    },
  });
  const bring = useWrite<File, RecallWork>({
    deed: (file) => {
      const form = new FormData();
      form.append('file', file);
      return api.post<RecallWork>(`/recalls/${recall.id}/vin-files`, form);
    },
    touches,
    onDone: (work) => setOutcome({ words: t('recall.done.begun'), count: work.faults_count, faults: work.faults }),
  });
  return (
    <CarefulDrawer
      open
      onClose={onClose}
      size={isPhone ? '100%' : 560}
      title={t('recall.vins.add')}
      footer={
        <div className="form-foot">
          <div className="spring" />
          <Button onClick={onClose}>{t('common.close')}</Button>
          {way === 'paste' && (
            <Button
              type="primary"
              disabled={text.trim() === ''}
              loading={paste.isPending}
              onClick={() => paste.mutate()}
            >
              {t('recall.vins.take')}
            </Button>
          )}
        </div>
      }
    >
      <div className="recall-vins-form">
        <Segmented
          aria-label={t('recall.vins.add')}
          value={way}
          onChange={(next) => setWay(next === 'file' ? 'file' : 'paste')}
          options={[
            { value: 'paste', label: t('recall.vins.paste') },
            { value: 'file', label: t('recall.vins.file') },
          ]}
        />
        {way === 'paste' ? (
          <Form layout="vertical">
            <Form.Item label={t('recall.vins.pasteLabel')} extra={t('recall.vins.pasteHint')} htmlFor="recall-vins">
              <Input.TextArea
                id="recall-vins"
                value={text}
                onChange={(event) => setText(event.target.value)}
                autoSize={{ minRows: 6, maxRows: 14 }}
                className="num"
              />
            </Form.Item>
          </Form>
        ) : (
          <>
            <Upload
              accept=".csv,.txt,.xlsx,.xls,.ods"
              maxCount={1}
              showUploadList={false}
              beforeUpload={(file) => {
                bring.mutate(file);
                return false;
              }}
            >
              <Button icon={<FileUp size={14} />} loading={bring.isPending}>
                {t('recall.vins.chooseFile')}
              </Button>
            </Upload>
            <p className="muted">{t('recall.vins.fileHint')}</p>
          </>
        )}
        {outcome && (
          <section aria-live="polite">
            <p role="status">{outcome.words}</p>
            {outcome.count > 0 && <Faults outcome={outcome} />}
          </section>
        )}
      </div>
    </CarefulDrawer>
  );
}

function Faults({ outcome: { count, faults } }: { outcome: Outcome }) {
  const { t } = useTranslation();
  const title = t('recall.vins.faults', { count });
  return (
    <>
      <h3 className="recall-faults">{title}</h3>
      <div className="framed-table">
        <PlainTable
          label={title}
          rows={faults.map((fault, place) => ({ ...fault, id: String(place) }))}
          columns={columns(t)}
        />
      </div>
    </>
  );
}

function columns(t: TFunction): PlainColumn<VinRowFault & { id: string }>[] {
  return [
    { id: 'row', title: t('recall.column.row'), width: 60, cell: (fault) => number(fault.row) },
    {
      id: 'value',
      title: t('recall.column.value'),
      cell: (fault) => (
        <span className="two-lines">
          <b className="num">{fault.value}</b>
          <span>{t(`problem.${fault.code.replaceAll('.', '_')}`, { defaultValue: fault.message })}</span>
        </span>
      ),
    },
    {
      id: 'kept',
      title: t('recall.column.state'),
      width: 96,
      cell: (fault) => (
        <Tag tone={fault.is_kept ? 'amber' : 'red'}>
          {fault.is_kept ? t('recall.vins.kept') : t('recall.vins.notKept')}
        </Tag>
      ),
    },
  ];
}
