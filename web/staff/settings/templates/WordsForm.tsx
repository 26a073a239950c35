// The words of a template in one language, with the variables one may put in.
import { useQuery } from '@tanstack/react-query';
import { Form, Input, type InputRef } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { TemplateView, TemplateWords, VariableView } from '../../../shared/api/types';
import type { FieldProblem } from '../../../shared/client';
import { read } from '../../../shared/queries';

interface WordsFormProps {
  channel: TemplateView['channel'];
  words: TemplateWords;
  isOff: boolean;
  faults: FieldProblem[];
  onChange: (part: Partial<TemplateWords>) => void;
}

export function WordsForm({ channel, words, isOff, faults, onChange }: WordsFormProps) {
  const { t } = useTranslation();
  const { data: variables } = useQuery(read<VariableView[]>('/message-template-variables'));
  const area = useRef<TextAreaRef>(null);
  const subject = useRef<InputRef>(null);
  const fault = (ending: string) => faults.find(({ field }) => field.endsWith(ending))?.message;
  const insert = (name: string) => {
    const box = area.current?.resizableTextArea?.textArea;
    const [start, end] = box ? [box.selectionStart, box.selectionEnd] : [words.text.length, words.text.length];
    const gap = `{{${name}}}`;
    onChange({ text: words.text.slice(0, start) + gap + words.text.slice(end) });
    requestAnimationFrame(() => {
      box?.focus();
      box?.setSelectionRange(start + gap.length, start + gap.length);
    });
  };
  return (
    <Form layout="vertical" disabled={isOff} className="template-words">
      {(channel === 'email' || channel === 'push') && (
        <Form.Item label={t('templates.subject')} {...problem(fault('.subject'))}>
          <Input
            ref={subject}
            aria-label={t('templates.subject')}
            value={words.subject ?? ''}
            onChange={(event) => onChange({ subject: event.target.value })}
          />
        </Form.Item>
      )}
      <Form.Item label={t('templates.text')} {...problem(fault('.text'))}>
        <Input.TextArea
          ref={area}
          aria-label={t('templates.text')}
          value={words.text}
          autoSize={{ minRows: 6, maxRows: 16 }}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      </Form.Item>
      <fieldset className="variables" disabled={isOff}>
        <legend>{t('templates.variables')}</legend>
        {variables?.map((variable) => (
          <button
            key={variable.name}
            type="button"
            title={`{{${variable.name}}} · ${variable.example}`}
            onClick={() => insert(variable.name)}
          >
            {variable.title}
          </button>
        ))}
      </fieldset>
      {channel === 'sms' && <Provider words={words} fault={fault} onChange={onChange} />}
    </Form>
  );
}

interface ProviderProps {
  words: TemplateWords;
  fault: (ending: string) => string | undefined;
  onChange: (part: Partial<TemplateWords>) => void;
}

function Provider({ words, fault, onChange }: ProviderProps) {
  const { t } = useTranslation();
  const provider = words.provider ?? { id: '', order: [] };
  return (
    <>
      <Form.Item
        label={t('templates.provider')}
        extra={t('templates.providerHint')}
        {...problem(fault('.provider.id'))}
      >
        <Input
          aria-label={t('templates.provider')}
          value={provider.id}
          maxLength={40}
          spellCheck={false}
          onChange={(event) => onChange({ provider: { ...provider, id: event.target.value.trim() } })}
        />
      </Form.Item>
      {provider.id && (
        <Form.Item label={t('templates.order')} extra={t('templates.orderHint')} {...problem(fault('.provider.order'))}>
          <Input
            aria-label={t('templates.order')}
            value={(provider.order ?? []).join(', ')}
            spellCheck={false}
            onChange={(event) => onChange({ provider: { ...provider, order: names(event.target.value) } })}
          />
        </Form.Item>
      )}
    </>
  );
}

function names(text: string): string[] {
  return text
    .split(/[,，\s]+/)
    .map((name) => name.trim())
    .filter(Boolean);
}

function problem(message: string | undefined) {
  return message ? { validateStatus: 'error' as const, help: message } : {};
}
