// The first step of an import: a file and the store it is for.
import { useNavigate } from '@tanstack/react-router';
import { Button, Form, Select } from 'antd';
import { FileSpreadsheet, UploadCloud, X } from 'lucide-react';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fileSize } from '../../shared/format';
import { problemWords } from '../../shared/queries';
import { PageHead } from '../../shared/ui/PageHead';
import { Progress } from '../../shared/ui/Progress';
import { usePower, useSession, useStoreChoice } from '../session/session';
import './imports.css';
import { Steps } from './Steps';
import { isReadable, LARGEST_MB, READABLE, type Upload, uploadImport } from './upload';

export function NewImport() {
  const { t } = useTranslation();
  const { stores } = useSession();
  const { store: present } = useStoreChoice();
  const { reason } = usePower();
  const [file, setFile] = useState<File | null>(null);
  const [storeId, setStoreId] = useState((present ?? stores[0])?.id);
  const sending = useSending();
  const refusal = reason('import_customers');
  const wrong = !file
    ? null
    : !isReadable(file.name)
      ? t('importing.dropWrong')
      : file.size > LARGEST_MB * 1024 * 1024
        ? t('importing.dropLarge')
        : null;
  return (
    <>
      <PageHead title={t('importing.new')} crumbs={[{ label: t('page.imports'), link: { to: '/imports' } }]} />
      <Steps present="file" reachable={[]} />
      <div className="page-body wizard narrow">
        {file ? (
          <div className={wrong ? 'chosen-file wrong' : 'chosen-file'}>
            <FileSpreadsheet size={22} />
            <div className="two-lines">
              <b className="cut">{file.name}</b>
              <span className="num">{wrong ?? fileSize(file.size)}</span>
            </div>
            <Button
              type="text"
              icon={<X size={15} />}
              aria-label={t('importing.otherFile')}
              disabled={sending.isSending}
              onClick={() => setFile(null)}
            />
          </div>
        ) : (
          <DropPlace onFile={setFile} isOff={refusal !== null} />
        )}
        {refusal && <p className="late">{refusal}</p>}
        <Form layout="vertical">
          <Form.Item label={t('importing.store')} extra={t('importing.storeHint')} htmlFor="import-store">
            <Select
              id="import-store"
              aria-label={t('importing.store')}
              value={storeId}
              onChange={setStoreId}
              disabled={sending.isSending}
              options={stores.map((store) => ({ value: store.id, label: store.name }))}
            />
          </Form.Item>
        </Form>
        {sending.isSending && file && (
          <Progress
            label={t('importing.uploading')}
            done={sending.bytes}
            total={file.size}
            words={[
              sending.bytes >= file.size ? t('importing.reading') : t('importing.uploading'),
              t('importing.uploadedShare', {
                done: fileSize(Math.min(sending.bytes, file.size)),
                total: fileSize(file.size),
              }),
            ]}
          />
        )}
        {sending.failure && (
          <p className="late" role="alert">
            {problemWords(sending.failure, t).title}
          </p>
        )}
        <div className="wizard-deeds">
          <div className="spring" />
          {sending.isSending && <Button onClick={sending.stop}>{t('importing.cancelUpload')}</Button>}
          <Button
            type="primary"
            size="large"
            disabled={!file || wrong !== null || !storeId || refusal !== null}
            loading={sending.isSending}
            onClick={() => file && storeId && sending.send(file, storeId)}
          >
            {t('importing.upload')}
          </Button>
        </div>
      </div>
    </>
  );
}

function useSending() {
  const navigate = useNavigate();
  const [bytes, setBytes] = useState(0);
  const [upload, setUpload] = useState<Upload | null>(null);
  const [failure, setFailure] = useState<Error | null>(null);
  useEffect(() => () => upload?.stop(), [upload]);
  const send = (file: File, storeId: string) => {
    setFailure(null);
    setBytes(0);
    const started = uploadImport(file, storeId, setBytes);
    setUpload(started);
    started.answer.then(
      (created) => navigate({ to: '/imports/$id', params: { id: created.id }, replace: true }),
      (problem: Error) => {
        setUpload(null);
        if (problem.name !== 'AbortError') setFailure(problem);
      },
    );
  };
  return { send, stop: () => upload?.stop(), bytes, failure, isSending: upload !== null };
}

function DropPlace({ onFile, isOff }: { onFile: (file: File) => void; isOff: boolean }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file && !isOff) onFile(file);
  };
  return (
    <>
      <button
        type="button"
        className={isOver ? 'drop-place over' : 'drop-place'}
        disabled={isOff}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <UploadCloud size={30} />
        <b>{t('importing.drop')}</b>
        <span>{t('importing.dropHint')}</span>
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('importing.file')}
        accept={READABLE.map((kind) => `.${kind}`).join()}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) onFile(file);
        }}
      />
    </>
  );
}
