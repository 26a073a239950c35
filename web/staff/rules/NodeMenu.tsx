// What can be done to a condition or a group where it stands.
import { Dropdown } from 'antd';
import { ArrowDown, ArrowUp, Copy, Ellipsis, Group as GroupIcon, Trash2, Ungroup } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { NodeDeeds } from './RuleBuilder';

interface NodeMenuProps {
  label: string;
  deeds: NodeDeeds;
  isOff: boolean;
}

export function NodeMenu({ label, deeds, isOff }: NodeMenuProps) {
  const { t } = useTranslation();
  const items = [
    { key: 'up', icon: <ArrowUp size={14} />, label: t('rules.up') },
    { key: 'down', icon: <ArrowDown size={14} />, label: t('rules.down') },
    { key: 'wrap', icon: <GroupIcon size={14} />, label: t('rules.wrap'), disabled: deeds.wrap === null },
    { key: 'lift', icon: <Ungroup size={14} />, label: t('rules.lift'), disabled: deeds.lift === null },
    { key: 'copy', icon: <Copy size={14} />, label: t('rules.copy') },
    { key: 'remove', icon: <Trash2 size={14} />, label: t('rules.remove'), danger: true },
  ];
  return (
    <span className="node-menu">
      <button
        type="button"
        className="icon-button"
        aria-label={t('rules.remove')}
        disabled={isOff}
        onClick={deeds.remove}
      >
        <Trash2 size={14} />
      </button>
      <Dropdown
        trigger={['click']}
        disabled={isOff}
        menu={{ items, onClick: ({ key }) => deeds[key as keyof NodeDeeds]?.() }}
      >
        <button type="button" className="icon-button" aria-label={label}>
          <Ellipsis size={15} />
        </button>
      </Dropdown>
    </span>
  );
}
