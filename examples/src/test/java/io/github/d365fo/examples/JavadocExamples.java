package io.github.d365fo.examples;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Reads the Javadoc of source files and finds the Java that stands in it. */
final class JavadocExamples extends TreePathScanner<Void, Void> {
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\\n(.*?)\\n\\h*}</pre>", Pattern.DOTALL);

    private final DocTrees docs;
    private final List<Documented> found = new ArrayList<>();

    private JavadocExamples(DocTrees docs) {
        this.docs = docs;
    }

    /**
     * A type or a method and what its Javadoc says.
     *
     * @param name the name, with those of its package and of the types around it
     * @param isPublicType whether it is a public type that stands for itself: one of its own, or a class inside of another
     * @param comment its Javadoc
     */
    record Documented(String name, boolean isPublicType, String comment) {
        List<String> examples() {
            return EXAMPLE.matcher(comment)
                    .results()
                    .map(result -> result.group(1).stripIndent())
                    .toList();
        }
    }

    /** Returns what is declared in the source files of {@code directory} and below. */
    static List<Documented> in(Path directory) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> all = Files.walk(directory);
                StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<Path> sources =
                    all.filter(file -> file.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
            JavadocExamples examples = new JavadocExamples(DocTrees.instance(task));
            for (CompilationUnitTree unit : task.parse()) {
                examples.scan(unit, null);
            }
            return examples.found;
        }
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
        boolean isTopLevel = getCurrentPath().getParentPath().getLeaf() instanceof CompilationUnitTree;
        boolean isPublic = type.getModifiers().getFlags().contains(Modifier.PUBLIC);
        add(isPublic && (isTopLevel || type.getKind() == Tree.Kind.CLASS));
        return super.visitClass(type, nothing);
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
        add(false);
        return super.visitMethod(method, nothing);
    }

    private void add(boolean isPublicType) {
        String comment = Objects.requireNonNullElse(docs.getDocComment(getCurrentPath()), "");
        found.add(new Documented(name(getCurrentPath()), isPublicType, comment));
    }

    private static String name(TreePath path) {
        if (path.getLeaf() instanceof CompilationUnitTree unit) {
            return unit.getPackageName() == null ? "" : unit.getPackageName().toString();
        }
        String outer = name(path.getParentPath());
        String own = path.getLeaf() instanceof ClassTree type
                ? type.getSimpleName().toString()
                : path.getLeaf() instanceof MethodTree method ? method.getName() + "()" : "";
        return outer.isEmpty() || own.isEmpty() ? outer + own : outer + "." + own;
    }
}
