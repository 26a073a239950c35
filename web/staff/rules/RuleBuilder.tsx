// A rule as a tree of groups and conditions, built with the mouse or the keyboard.
import { Button, Select } from 'antd';
import { Plus, SquareStack } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Field } from '../../shared/api/types';
import { NodeMenu } from './NodeMenu';
import { RuleLine } from './RuleLine';
import './rules.css';
import {
  added,
  changed,
  copied,
  DEPTH_MAX,
  depthOf,
  firstLine,
  type Group,
  group,
  isGroup,
  lifted,
  moved,
  type Node,
  removed,
  WORDS,
  type Word,
  wrapped,
} from './tree';

interface RuleBuilderProps {
  root: Group;
  fields: Field[];
  /** What is wrong, by the keys of the nodes. */
  faults: Map<number, string>;
  isOff?: boolean;
  /** Whether it may ask for tags that keep themselves; the rule of a tag may not. */
  asksRuledTags: boolean;
  onChange: (root: Group) => void;
}

export function RuleBuilder(props: RuleBuilderProps) {
  return <GroupBox {...props} node={props.root} depth={1} depthLeft={DEPTH_MAX - depthOf(props.root)} />;
}

interface NodeProps extends RuleBuilderProps {
  /** Groups it stands in, itself counted when it is one. */
  depth: number;
  /** How many groups more the deepest branch takes. */
  depthLeft: number;
}

function GroupBox({ node, ...props }: NodeProps & { node: Group }) {
  const { t } = useTranslation();
  const { root, fields, faults, depth, isOff = false, onChange } = props;
  const isRoot = node.key === root.key;
  const fault = faults.get(node.key);
  const choose = (word: Word) =>
    onChange(changed(root, node.key, (old) => (isGroup(old) ? [{ ...old, word }] : [old])));
  return (
    <section
      className={isRoot ? 'rule-group root' : 'rule-group'}
      aria-label={t(`rules.group.${node.word}`)}
      onKeyDown={keysOf(node, props)}
    >
      <header>
        <Select<Word>
          size="small"
          disabled={isOff}
          aria-label={t('rules.together')}
          value={node.word}
          popupMatchSelectWidth={false}
          options={WORDS.map((word) => ({
            value: word,
            label: t(`rules.word.${word}`),
            title: t(`rules.group.${word}`),
          }))}
          onChange={choose}
        />
        <Button
          size="small"
          type="text"
          icon={<Plus size={13} />}
          disabled={isOff}
          onClick={() => onChange(added(root, node.key, firstLine(fields)))}
        >
          {t('rules.addLine')}
        </Button>
        {depth < DEPTH_MAX && (
          <Button
            size="small"
            type="text"
            icon={<SquareStack size={13} />}
            disabled={isOff}
            onClick={() =>
              onChange(added(root, node.key, group(node.word === 'any' ? 'all' : 'any', [firstLine(fields)])))
            }
          >
            {t('rules.addGroup')}
          </Button>
        )}
        <div className="spring" />
        {!isRoot && <NodeMenu label={t('rules.groupMenu')} deeds={deedsOf(node, props)} isOff={isOff} />}
      </header>
      {fault && (
        <p className="rule-fault" role="alert">
          {fault}
        </p>
      )}
      <ul>
        {node.nodes.map((inner) => (
          <li key={inner.key}>
            {isGroup(inner) ? (
              <GroupBox {...props} node={inner} depth={depth + 1} />
            ) : (
              <RuleLine
                line={inner}
                fields={fields}
                fault={faults.get(inner.key)}
                isOff={isOff}
                asksRuledTags={props.asksRuledTags}
                menu={<NodeMenu label={t('rules.lineMenu')} deeds={deedsOf(inner, props)} isOff={isOff} />}
                onKeyDown={keysOf(inner, props)}
                onChange={(filter) => onChange(changed(root, inner.key, () => [{ key: inner.key, filter }]))}
              />
            )}
          </li>
        ))}
      </ul>
      {node.nodes.length === 0 && <p className="muted rule-empty">{t('rules.empty')}</p>}
    </section>
  );
}

/** What can be done to a node where it stands; nothing where it makes no sense. */
export interface NodeDeeds {
  up: () => void;
  down: () => void;
  wrap: (() => void) | null;
  lift: (() => void) | null;
  copy: () => void;
  remove: () => void;
}

function deedsOf(node: Node, { root, depthLeft, onChange }: NodeProps): NodeDeeds {
  const isAtTop = root.nodes.some((inner) => inner.key === node.key);
  const copy = () => onChange(changed(root, node.key, (old) => [old, copied(old)]));
  return {
    up: () => onChange(moved(root, node.key, -1)),
    down: () => onChange(moved(root, node.key, 1)),
    wrap: depthLeft > 0 ? () => onChange(wrapped(root, node.key)) : null,
    lift: isAtTop ? null : () => onChange(lifted(root, node.key)),
    copy,
    remove: () => onChange(removed(root, node.key)),
  };
}

/** Alt and an arrow moves what has the focus among its neighbours, out of its group or into one of its own. */
function keysOf(node: Node, props: NodeProps) {
  return (event: React.KeyboardEvent) => {
    if (!event.altKey || props.isOff || node.key === props.root.key) return;
    const deeds = deedsOf(node, props);
    const deed = { ArrowUp: deeds.up, ArrowDown: deeds.down, ArrowLeft: deeds.lift, ArrowRight: deeds.wrap }[event.key];
    if (!deed) return;
    event.preventDefault();
    event.stopPropagation();
    deed();
  };
}
